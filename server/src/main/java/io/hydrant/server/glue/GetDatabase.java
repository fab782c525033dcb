package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueDescriptions;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Shows a database.
final class GetDatabase extends GlueOperation {
    GetDatabase(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.ONE_DATABASE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(caller, action(), access().arns().upToDatabase(text(request, "Name")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        ObjectNode answer = nothing();
        answer.set(
                "Database",
                GlueDescriptions.of(
                        catalog().databases().get(text(request, "Name")),
                        access().arns().account()));
        return answer;
    }
}
