package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Removes the tags with these keys from a stream; a key that is not there is ignored.
record UntagDeliveryStream(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "UntagDeliveryStream";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        ObjectNode request = JsonRequest.read(body, FirehoseShapes.UNTAG_DELIVERY_STREAM);
        String streamName = request.path("DeliveryStreamName").stringValue();
        List<String> keys =
                request.path("TagKeys").valueStream().map(JsonNode::stringValue).toList();
        permissions.requireOnStream(
                caller,
                "firehose:UntagDeliveryStream",
                streamName,
                RequestKeys.of(Map.of("aws:TagKeys", keys)));
        streams.untag(streamName, Set.copyOf(keys));
        return JsonAnswer.bytes(JsonNodeFactory.instance.objectNode());
    }
}
