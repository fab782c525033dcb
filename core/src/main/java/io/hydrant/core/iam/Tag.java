package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A label on a role, user or policy. Keys that differ only by case are the same key.
public record Tag(String key, String value) {
    private static final int MAX = 50;

    /// The old tags with more of them; a key that is there gets the new value.
    ///
    /// @throws io.hydrant.aws.ServiceException when a key is there twice, or there are too many
    static List<Tag> merged(List<Tag> old, List<Tag> more) {
        check(more);
        List<Tag> all = new ArrayList<>(without(old, more.stream().map(Tag::key).toList()));
        all.addAll(more);
        check(all);
        return all;
    }

    /// The values of the tags of a name, for a condition; case does not count there.
    static List<String> values(List<Tag> tags, String key) {
        return tags.stream()
                .filter(tag -> tag.key().equalsIgnoreCase(key))
                .map(Tag::value)
                .toList();
    }

    static List<Tag> without(List<Tag> old, List<String> keys) {
        return old.stream()
                .filter(tag -> keys.stream().noneMatch(tag.key()::equalsIgnoreCase))
                .toList();
    }

    static void check(List<Tag> tags) {
        long keys = tags.stream().map(tag -> tag.key().toLowerCase(Locale.ROOT)).distinct().count();
        if (keys < tags.size()) {
            throw IamError.INVALID_INPUT.because(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        if (tags.size() > MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "The number of tags has reached the maximum limit of %d.", MAX);
        }
    }
}
