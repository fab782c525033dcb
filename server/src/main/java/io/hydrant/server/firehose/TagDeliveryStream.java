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

/// Adds tags to a stream; a key that is there gets the new value.
record TagDeliveryStream(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "TagDeliveryStream";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        ObjectNode request = JsonRequest.read(body, FirehoseShapes.TAG_DELIVERY_STREAM);
        String streamName = request.path("DeliveryStreamName").stringValue();
        permissions.requireOnStream(
                caller,
                "firehose:TagDeliveryStream",
                streamName,
                RequestTags.keys(request.path("Tags")));
        streams.tag(streamName, new StreamRequests(streams).tags(request.path("Tags")));
        return JsonAnswer.bytes(JsonNodeFactory.instance.objectNode());
    }
}
