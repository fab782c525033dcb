package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.StreamRequests;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Encrypts what is put into a stream from now on. The caller must also be allowed to let Firehose
/// use the key.
record StartDeliveryStreamEncryption(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "StartDeliveryStreamEncryption";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        ObjectNode request =
                JsonRequest.read(body, FirehoseShapes.START_DELIVERY_STREAM_ENCRYPTION);
        String streamName = request.path("DeliveryStreamName").stringValue();
        permissions.requireOnStream(caller, "firehose:StartDeliveryStreamEncryption", streamName);
        streams.existing(streamName);
        streams.encryption()
                .start(
                        streamName,
                        new StreamRequests(streams)
                                .encryption(request, caller.principal(), caller.circumstances()));
        return JsonAnswer.bytes(JsonNodeFactory.instance.objectNode());
    }
}
