package io.hydrant.server.firehose;

import io.hydrant.aws.Headers;
import io.hydrant.core.log.RequestName;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.RepeatableOperation;
import java.io.IOException;
import java.util.Optional;

/// Takes up to 500 records in, all or none of them; answers when they are durable.
final class PutRecordBatch implements RepeatableOperation {
    private final Reception reception;
    private final BatchAnswers answers = new BatchAnswers();

    PutRecordBatch(Reception reception) {
        this.reception = reception;
    }

    @Override
    public String name() {
        return Put.BATCH.operation();
    }

    @Override
    public byte[] answer(byte[] body, Caller caller, Headers headers) throws IOException {
        long began = reception.meters().now();
        Optional<RequestName> name = RequestNames.of(headers);
        PutRequest request = PutRequestReader.readBatch(body);
        return answers.to(reception.take(caller, Put.BATCH, request, name, began));
    }

    @Override
    public void sent(byte[] answer) {
        answers.giveBack(answer);
    }

    @Override
    public void refused(Optional<String> stream, String code) {
        reception.refused(stream, code);
    }
}
