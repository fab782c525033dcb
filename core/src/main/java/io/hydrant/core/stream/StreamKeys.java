package io.hydrant.core.stream;

import io.hydrant.core.iam.RequestKeys;
import java.util.LinkedHashMap;
import java.util.Map;

/// The condition keys that a delivery stream gives to every question about it: its tags.
public final class StreamKeys {
    private StreamKeys() {}

    public static RequestKeys of(DeliveryStream stream) {
        if (stream.tags().isEmpty()) {
            return RequestKeys.NONE;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        stream.tags().forEach(tag -> tags.put(tag.key(), tag.value().orElse("")));
        return RequestKeys.ofTags("aws:ResourceTag/", tags)
                .and(RequestKeys.ofTags("firehose:ResourceTag/", tags));
    }
}
