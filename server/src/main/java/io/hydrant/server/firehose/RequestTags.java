package io.hydrant.server.firehose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The condition keys that tags in a request give.
final class RequestTags {
    private RequestTags() {}

    /// `aws:RequestTag/<key>` for each and `aws:TagKeys` for all; nothing when there are none.
    static Map<String, List<String>> context(JsonNode tags) {
        if (tags.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> context = new HashMap<>();
        for (JsonNode tag : tags) {
            context.put(
                    "aws:RequestTag/" + tag.path("Key").stringValue(),
                    List.of(tag.path("Value").asString("")));
        }
        context.put(
                "aws:TagKeys",
                tags.valueStream().map(tag -> tag.path("Key").stringValue()).toList());
        return context;
    }
}
