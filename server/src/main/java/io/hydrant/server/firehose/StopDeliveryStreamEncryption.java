package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import tools.jackson.databind.node.JsonNodeFactory;

/// Keeps what is put into a stream in clear from now on.
record StopDeliveryStreamEncryption(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "StopDeliveryStreamEncryption";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        String streamName =
                JsonRequest.read(body, FirehoseShapes.STOP_DELIVERY_STREAM_ENCRYPTION)
                        .path("DeliveryStreamName")
                        .stringValue();
        permissions.requireOnStream(caller, "firehose:StopDeliveryStreamEncryption", streamName);
        streams.encryption().stop(streamName);
        return JsonAnswer.bytes(JsonNodeFactory.instance.objectNode());
    }
}
