package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Deletes a database with all its tables: whoever does must be allowed to do so of all of them.
final class DeleteDatabase extends GlueOperation {
    DeleteDatabase(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.ONE_DATABASE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(caller, action(), access().arns().withAllOf(text(request, "Name")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        catalog().databases().delete(text(request, "Name"));
        return nothing();
    }
}
