package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;

/// Known, and refused: records at rest are not encrypted by Hydrant.
record StopDeliveryStreamEncryption(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "StopDeliveryStreamEncryption";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) {
        String streamName =
                JsonRequest.read(body, FirehoseShapes.STOP_DELIVERY_STREAM_ENCRYPTION)
                        .path("DeliveryStreamName")
                        .stringValue();
        permissions.requireOnStream(caller, "firehose:StopDeliveryStreamEncryption", streamName);
        streams.existing(streamName);
        throw FirehoseError.notSupported("server-side encryption");
    }
}
