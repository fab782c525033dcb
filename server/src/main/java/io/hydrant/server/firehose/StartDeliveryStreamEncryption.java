package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.StreamRequests;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/// Known, and refused: records at rest are not encrypted by Hydrant.
record StartDeliveryStreamEncryption(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "StartDeliveryStreamEncryption";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) {
        ObjectNode request =
                JsonRequest.read(body, FirehoseShapes.START_DELIVERY_STREAM_ENCRYPTION);
        permissions.requireOnStream(
                caller,
                "firehose:StartDeliveryStreamEncryption",
                request.path("DeliveryStreamName").stringValue());
        throw new StreamRequests(streams).encryptionRefusal(request);
    }
}
