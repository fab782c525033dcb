package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueError;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.glue.GlueTables;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Gives a table another definition, as a new version.
final class UpdateTable extends GlueOperation {
    UpdateTable(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.UPDATE_TABLE, catalog, access);
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
        if (request.path("Force").booleanValue(false)) {
            throw GlueError.INVALID_INPUT.because("Hydrant does not support Force.");
        }
        catalog()
                .tables()
                .update(
                        text(request, "DatabaseName"),
                        structure(request, "TableInput"),
                        new GlueTables.Update(
                                optional(request, "VersionId"),
                                Optional.empty(),
                                !request.path("SkipArchive").booleanValue(false)));
        return nothing();
    }
}
