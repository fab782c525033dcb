package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.StreamTag;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lists a stream's tags in order of their keys.
record ListTagsForDeliveryStream(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    /// As many as a stream can have.
    private static final int LIMIT_DEFAULT = 50;

    @Override
    public String name() {
        return "ListTagsForDeliveryStream";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) {
        ObjectNode request = JsonRequest.read(body, FirehoseShapes.LIST_TAGS_FOR_DELIVERY_STREAM);
        String streamName = request.path("DeliveryStreamName").stringValue();
        permissions.requireOnStream(caller, "firehose:ListTagsForDeliveryStream", streamName);
        String start = request.path("ExclusiveStartTagKey").asString("");
        int limit = request.path("Limit").asInt(LIMIT_DEFAULT);
        List<StreamTag> following =
                streams.existing(streamName).tags().stream()
                        .filter(tag -> tag.key().compareTo(start) > 0)
                        .toList();
        return answer(following.stream().limit(limit).toList(), following.size() > limit);
    }

    private static byte[] answer(List<StreamTag> tags, boolean hasMore) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("HasMoreTags", hasMore);
        ArrayNode list = answer.putArray("Tags");
        for (StreamTag tag : tags) {
            ObjectNode entry = list.addObject().put("Key", tag.key());
            tag.value().ifPresent(value -> entry.put("Value", value));
        }
        return JsonAnswer.bytes(answer);
    }
}
