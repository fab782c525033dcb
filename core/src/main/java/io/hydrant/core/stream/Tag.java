package io.hydrant.core.stream;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A label on a stream. The value may be left out altogether.
public record Tag(String key, Optional<String> value) {
    /// How many tags a stream may have.
    static final int TAGS_MAX = 50;

    /// The tags of a request; `list` has passed the model's constraints.
    static List<Tag> read(JsonNode list) {
        return list.valueStream()
                .map(tag ->
                        new Tag(tag.path("Key").stringValue(), tag.path("Value").stringValueOpt()))
                .toList();
    }

    /// `tags` and then `more` in order of their keys; the later of two with one key counts.
    static List<Tag> union(Collection<Tag> tags, Collection<Tag> more) {
        TreeMap<String, Tag> byKey = new TreeMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag));
        more.forEach(tag -> byKey.put(tag.key(), tag));
        if (byKey.size() > TAGS_MAX) {
            throw FirehoseError.LIMIT_EXCEEDED.because(
                    "A delivery stream can have at most %d tags", TAGS_MAX);
        }
        return List.copyOf(byKey.values());
    }
}
