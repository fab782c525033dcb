package io.hydrant.server.firehose;

import io.hydrant.aws.Headers;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.RepeatableOperation;
import java.io.IOException;
import java.util.Optional;

/// Takes up to 500 records in, all or none of them; answers when they are durable.
final class PutRecordBatch implements RepeatableOperation {
    private final DeliveryStreams streams;
    private final Permissions permissions;
    private final Intake intake;
    private final BatchAnswers answers = new BatchAnswers();

    PutRecordBatch(DeliveryStreams streams, Permissions permissions, Intake intake) {
        this.streams = streams;
        this.permissions = permissions;
        this.intake = intake;
    }

    @Override
    public String name() {
        return "PutRecordBatch";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller, Headers headers) throws IOException {
        Optional<RequestName> name = RequestNames.of(headers);
        PutRequest request = PutRequestReader.readBatch(body);
        permissions.requireOnStream(caller, "firehose:PutRecordBatch", request.streamName());
        if (request.records().payloadBytes() > PutRequest.REQUEST_BYTES_MAX) {
            throw FirehoseError.INVALID_ARGUMENT.because("Records size exceeds 4 MB limit");
        }
        return answers.to(
                intake.put(streams.existing(request.streamName()), request.records().named(name)));
    }

    @Override
    public void sent(byte[] answer) {
        answers.giveBack(answer);
    }
}
