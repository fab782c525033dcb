package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Deletes a table with all its versions.
final class DeleteTable extends GlueOperation {
    DeleteTable(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.DELETE_TABLE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(
                        caller,
                        action(),
                        access().arns()
                                .upToTable(text(request, "DatabaseName"), text(request, "Name")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        catalog().tables().delete(text(request, "DatabaseName"), text(request, "Name"));
        return nothing();
    }
}
