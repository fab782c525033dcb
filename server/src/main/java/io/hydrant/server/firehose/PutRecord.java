package io.hydrant.server.firehose;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.server.http.Caller;
import io.hydrant.server.http.RepeatableOperation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes one record in; answers when it is durable.
record PutRecord(DeliveryStreams streams, Permissions permissions, Intake intake)
        implements RepeatableOperation {
    @Override
    public String name() {
        return "PutRecord";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        return put(body, caller, null);
    }

    @Override
    public byte[] answer(byte[] body, Caller caller, String token) throws IOException {
        return put(body, caller, ClientTokens.of(token));
    }

    private byte[] put(byte[] body, Caller caller, @Nullable ClientToken token) throws IOException {
        PutRequest request = PutRequestReader.readOne(body);
        permissions.requireOnStream(caller, "firehose:PutRecord", request.streamName());
        return PutAnswer.to(
                intake.put(streams.existing(request.streamName()), request.records(), token));
    }
}
