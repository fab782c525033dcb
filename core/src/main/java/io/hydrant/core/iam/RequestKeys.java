package io.hydrant.core.iam;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The condition keys that a request brings of its own, beside those of its [Circumstances] and its
/// principal: `s3:prefix`, `aws:RequestTag/team`. Asked only when a policy has a condition with the
/// key, so that what is dear to find out is found out only then.
@FunctionalInterface
public interface RequestKeys {
    RequestKeys NONE = key -> List.of();

    /// The values of a key, which is spelled as the policy spells it: case does not count. Empty
    /// when the request has none.
    List<String> values(String key);

    static RequestKeys of(Map<String, List<String>> values) {
        return key -> matching(values.entrySet().stream(), key);
    }

    /// One tag each under a prefix: `aws:ResourceTag/`.
    static RequestKeys ofTags(String prefix, Map<String, String> tags) {
        return key ->
                key.regionMatches(true, 0, prefix, 0, prefix.length())
                        ? matching(
                                tags.entrySet().stream()
                                        .map(tag ->
                                                Map.entry(tag.getKey(), List.of(tag.getValue()))),
                                key.substring(prefix.length()))
                        : List.of();
    }

    /// The tags that a request brings: `aws:RequestTag/*` and `aws:TagKeys`.
    static RequestKeys ofRequestTags(Map<String, String> tags) {
        return ofTags("aws:RequestTag/", tags)
                .and(key ->
                        key.equalsIgnoreCase("aws:TagKeys")
                                ? List.copyOf(tags.keySet())
                                : List.of());
    }

    /// What these do not have, others may.
    default RequestKeys and(RequestKeys others) {
        return key -> {
            List<String> own = values(key);
            return own.isEmpty() ? others.values(key) : own;
        };
    }

    private static List<String> matching(
            Stream<Map.Entry<String, List<String>>> entries, String key) {
        return entries.filter(entry -> entry.getKey().equalsIgnoreCase(key))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
