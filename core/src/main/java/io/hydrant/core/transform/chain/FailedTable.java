package io.hydrant.core.transform.chain;

import java.util.Optional;

/// The table that a record could not be read into, as it was configured.
public record FailedTable(
        Optional<String> catalogId,
        String databaseName,
        String tableName,
        String region,
        String versionId,
        String roleArn) {}
