package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import tools.jackson.databind.node.JsonNodeFactory;

/// Deletes a stream at once. `AllowForceDelete` makes no difference: it is for KMS grants, which
/// Hydrant has none of.
record DeleteDeliveryStream(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "DeleteDeliveryStream";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        String streamName =
                JsonRequest.read(body, FirehoseShapes.DELETE_DELIVERY_STREAM)
                        .path("DeliveryStreamName")
                        .stringValue();
        permissions.requireOnStream(caller, "firehose:DeleteDeliveryStream", streamName);
        streams.delete(streamName);
        return JsonAnswer.bytes(JsonNodeFactory.instance.objectNode());
    }
}
