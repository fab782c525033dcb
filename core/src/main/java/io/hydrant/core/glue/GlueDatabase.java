package io.hydrant.core.glue;

import io.hydrant.core.iam.RequestKeys;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// A database of tables.
///
/// @param id tells it from another that has had its name
/// @param input the DatabaseInput that it was given last
public record GlueDatabase(
        String name,
        String id,
        Instant created,
        ObjectNode input,
        SequencedMap<String, String> tags) {
    static final int TAGS_MAX = 50;

    public GlueDatabase {
        tags = Collections.unmodifiableSequencedMap(new TreeMap<>(tags));
    }

    /// The condition keys that questions about it bring.
    public RequestKeys keys() {
        return RequestKeys.ofTags("aws:ResourceTag/", tags);
    }

    GlueDatabase withTags(Map<String, String> other) {
        return new GlueDatabase(name, id, created, input, new TreeMap<>(other));
    }
}
