package io.hydrant.core.glue;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// A table, or what it was in one of its versions.
///
/// @param id tells it from another that has had its name
/// @param version counts its updates, from 0
/// @param createdBy the ARN of who made it
/// @param input the TableInput that made this version
public record GlueTable(
        String database,
        String name,
        String id,
        long version,
        Instant created,
        Instant updated,
        String createdBy,
        ObjectNode input) {
    /// As requests spell it.
    public String versionId() {
        return Long.toString(version);
    }
}
