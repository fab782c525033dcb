package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Forgets what a table was in some versions, each by itself; those that could not be deleted are
/// listed.
final class BatchDeleteTableVersion extends GlueOperation {
    BatchDeleteTableVersion(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.BATCH_DELETE_TABLE_VERSION, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(
                        caller,
                        action(),
                        access().arns()
                                .upToTable(
                                        text(request, "DatabaseName"), text(request, "TableName")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        String database = text(request, "DatabaseName");
        String table = catalog().tables().get(database, text(request, "TableName")).name();
        ObjectNode answer = nothing();
        BatchErrors errors = new BatchErrors(answer);
        for (JsonNode version : request.path("VersionIds")) {
            errors.noting(
                    () -> catalog().tables().deleteVersion(database, table, version.stringValue()),
                    Map.of("TableName", table, "VersionId", version.stringValue()));
        }
        return answer;
    }
}
