package io.hydrant.server.kms;

import io.hydrant.core.kms.KmsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A page of a list: its entries in order of their names, and a marker of the last when others
/// follow.
final class KmsPage {
    /// Writes one entry.
    @FunctionalInterface
    interface Entry<T> {
        void into(ArrayNode list, T value);
    }

    private KmsPage() {}

    static <T> ObjectNode of(
            ObjectNode request,
            int usual,
            String member,
            NavigableMap<String, T> all,
            Entry<T> entry) {
        int limit = request.path("Limit").asInt(usual);
        NavigableMap<String, T> rest =
                request.has("Marker")
                        ? all.tailMap(marked(request.path("Marker").stringValue()), false)
                        : all;
        List<String> names = rest.keySet().stream().limit(limit + 1L).toList();
        boolean hasMore = names.size() > limit;
        ObjectNode answer = KmsOperation.object();
        ArrayNode list = answer.putArray(member);
        List<String> shown = hasMore ? names.subList(0, limit) : names;
        for (String name : shown) {
            T value = rest.get(name);
            if (value != null) {
                entry.into(list, value);
            }
        }
        answer.put("Truncated", hasMore);
        if (hasMore) {
            answer.put("NextMarker", marker(shown.getLast()));
        }
        return answer;
    }

    private static String marker(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String marked(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw KmsError.INVALID_MARKER.because("Invalid marker");
        }
    }
}
