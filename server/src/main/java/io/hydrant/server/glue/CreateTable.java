package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueError;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Creates a table.
final class CreateTable extends GlueOperation {
    CreateTable(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.CREATE_TABLE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(
                        caller,
                        action(),
                        access().arns()
                                .upToTable(
                                        text(request, "DatabaseName"),
                                        text(request.path("TableInput"), "Name")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        if (request.has("Name")) {
            throw GlueError.INVALID_INPUT.because("Hydrant does not support Name.");
        }
        catalog()
                .tables()
                .create(
                        text(request, "DatabaseName"),
                        structure(request, "TableInput"),
                        caller.principal().arn());
        return nothing();
    }
}
