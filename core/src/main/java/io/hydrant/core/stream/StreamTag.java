package io.hydrant.core.stream;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A label on a stream. The value may be left out altogether.
public record StreamTag(String key, Optional<String> value) {
    /// How many tags a stream may have.
    public static final int TAGS_MAX = 50;

    /// `tags` and then `more` in order of their keys; the later of two with one key counts.
    static List<StreamTag> union(Collection<StreamTag> tags, Collection<StreamTag> more) {
        TreeMap<String, StreamTag> byKey = new TreeMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag));
        more.forEach(tag -> byKey.put(tag.key(), tag));
        if (byKey.size() > TAGS_MAX) {
            throw FirehoseError.LIMIT_EXCEEDED.because(
                    "A delivery stream can have at most %d tags", TAGS_MAX);
        }
        return List.copyOf(byKey.values());
    }
}
