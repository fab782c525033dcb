package io.hydrant.server.firehose;

import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.server.http.Caller;
import io.hydrant.server.http.JsonOperation;
import java.io.IOException;

/// Takes one record in; answers when it is durable.
record PutRecord(DeliveryStreams streams, Permissions permissions, Intake intake)
        implements JsonOperation {
    @Override
    public String name() {
        return "PutRecord";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        PutRequest request = PutRequestReader.readOne(body);
        permissions.requireOnStream(caller, "firehose:PutRecord", request.streamName());
        return PutAnswer.to(intake.put(streams.existing(request.streamName()), request.records()));
    }
}
