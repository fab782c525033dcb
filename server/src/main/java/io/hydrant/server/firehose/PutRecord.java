package io.hydrant.server.firehose;

import io.hydrant.aws.Headers;
import io.hydrant.core.log.RequestName;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.RepeatableOperation;
import java.io.IOException;
import java.util.Optional;

/// Takes one record in; answers when it is durable.
record PutRecord(Reception reception) implements RepeatableOperation {
    @Override
    public String name() {
        return Put.RECORD.operation();
    }

    @Override
    public byte[] answer(byte[] body, Caller caller, Headers headers) throws IOException {
        long began = reception.meters().now();
        Optional<RequestName> name = RequestNames.of(headers);
        PutRequest request = PutRequestReader.readOne(body);
        return PutAnswer.to(reception.take(caller, Put.RECORD, request, name, began));
    }

    @Override
    public void refused(Optional<String> stream, String code) {
        reception.refused(stream, code);
    }
}
