package io.hydrant.core.conversion;

/// Which version of which table is meant.
///
/// @param catalogId the account that the table belongs to
/// @param databaseName and `tableName` as they were given, in whatever case
/// @param versionId a number, or [TableSchemas#LATEST]
public record TableName(
        String catalogId, String databaseName, String tableName, String region, String versionId) {}
