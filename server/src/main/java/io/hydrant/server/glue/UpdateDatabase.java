package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Gives a database another definition.
final class UpdateDatabase extends GlueOperation {
    UpdateDatabase(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.UPDATE_DATABASE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(caller, action(), access().arns().upToDatabase(text(request, "Name")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        catalog().databases().update(text(request, "Name"), structure(request, "DatabaseInput"));
        return nothing();
    }
}
