package io.hydrant.core.glue;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Databases and tables as answers show them: what they were given, and what Glue knows of them.
public final class GlueDescriptions {
    private GlueDescriptions() {}

    /// A Database.
    public static ObjectNode of(GlueDatabase database, String catalogId) {
        ObjectNode shown = database.input().deepCopy();
        shown.put("CreateTime", epochSeconds(database.created()));
        shown.set("CreateTableDefaultPermissions", GlueInputs.defaultPermissions());
        shown.put("CatalogId", catalogId);
        return shown;
    }

    /// A Table.
    public static ObjectNode of(GlueTable table, String catalogId) {
        ObjectNode shown = table.input().deepCopy();
        shown.put("DatabaseName", table.database());
        shown.put("CreateTime", epochSeconds(table.created()));
        shown.put("UpdateTime", epochSeconds(table.updated()));
        shown.put("CreatedBy", table.createdBy());
        shown.put("IsRegisteredWithLakeFormation", false);
        shown.put("CatalogId", catalogId);
        shown.put("VersionId", table.versionId());
        plain(shown, "LastAccessTime");
        plain(shown, "LastAnalyzedTime");
        withDefault(shown, "Retention", 0);
        if (shown.path("StorageDescriptor") instanceof ObjectNode storage) {
            withDefault(storage, "Compressed", false);
            withDefault(storage, "NumberOfBuckets", 0);
            withDefault(storage, "StoredAsSubDirectories", false);
        }
        return shown;
    }

    /// A time without an exponent.
    private static void plain(ObjectNode shown, String member) {
        JsonNode given = shown.path(member);
        if (given.isNumber()) {
            shown.put(member, BigDecimal.valueOf(given.doubleValue()));
        }
    }

    private static void withDefault(ObjectNode shown, String member, int value) {
        if (!shown.has(member)) {
            shown.put(member, value);
        }
    }

    private static void withDefault(ObjectNode shown, String member, boolean value) {
        if (!shown.has(member)) {
            shown.put(member, value);
        }
    }

    private static BigDecimal epochSeconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }
}
