package io.hydrant.server.firehose;

import io.hydrant.core.iam.RequestKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The condition keys that tags in a request give.
final class RequestTags {
    private RequestTags() {}

    static RequestKeys keys(JsonNode tags) {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode tag : tags) {
            values.put(tag.path("Key").stringValue(), tag.path("Value").asString(""));
        }
        return RequestKeys.ofRequestTags(values);
    }
}
