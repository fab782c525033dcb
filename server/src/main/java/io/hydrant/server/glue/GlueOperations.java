package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.iam.Authorization;
import io.hydrant.server.http.protocol.JsonOperation;
import java.util.List;

/// The operations of `AWSGlue` that are served: those of the data catalog's databases and tables.
public final class GlueOperations {
    private GlueOperations() {}

    public static List<JsonOperation> all(DataCatalog catalog, Authorization authorizer) {
        GlueAccess access = new GlueAccess(catalog, authorizer);
        return List.of(
                new BatchDeleteTable(catalog, access),
                new BatchDeleteTableVersion(catalog, access),
                new CreateDatabase(catalog, access),
                new CreateTable(catalog, access),
                new DeleteDatabase(catalog, access),
                new DeleteTable(catalog, access),
                new DeleteTableVersion(catalog, access),
                new GetDatabase(catalog, access),
                new GetDatabases(catalog, access),
                new GetTable(catalog, access),
                new GetTables(catalog, access),
                new GetTableVersion(catalog, access),
                new GetTableVersions(catalog, access),
                new GetTags(catalog, access),
                new TagResource(catalog, access),
                new UntagResource(catalog, access),
                new UpdateDatabase(catalog, access),
                new UpdateTable(catalog, access));
    }
}
