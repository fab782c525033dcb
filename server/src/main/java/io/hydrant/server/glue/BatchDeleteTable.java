package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Deletes tables, each by itself; those that could not be deleted are listed.
final class BatchDeleteTable extends GlueOperation {
    BatchDeleteTable(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.BATCH_DELETE_TABLE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        for (JsonNode name : request.path("TablesToDelete")) {
            List<String> resources =
                    access().arns().upToTable(text(request, "DatabaseName"), name.stringValue());
            access().require(caller, action(), resources);
        }
        access().require(
                        caller,
                        action(),
                        access().arns().upToDatabase(text(request, "DatabaseName")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        String database = catalog().databases().get(text(request, "DatabaseName")).name();
        ObjectNode answer = nothing();
        BatchErrors errors = new BatchErrors(answer);
        for (JsonNode name : request.path("TablesToDelete")) {
            errors.noting(
                    () -> catalog().tables().delete(database, name.stringValue()),
                    Map.of("TableName", name.stringValue()));
        }
        return answer;
    }
}
