package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueDescriptions;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Shows a table. No table has a change that is not done yet, whose status could be asked for.
final class GetTable extends GlueOperation {
    GetTable(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.GET_TABLE, catalog, access);
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
        ObjectNode answer = nothing();
        answer.set(
                "Table",
                GlueDescriptions.of(
                        catalog()
                                .tables()
                                .get(text(request, "DatabaseName"), text(request, "Name")),
                        access().arns().account()));
        return answer;
    }
}
