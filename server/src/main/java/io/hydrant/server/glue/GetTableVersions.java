package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GluePage;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.glue.GlueTable;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists what a table is and was, the newest first.
final class GetTableVersions extends GlueOperation {
    GetTableVersions(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.GET_TABLE_VERSIONS, catalog, access);
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
        GluePage<GlueTable> page =
                catalog()
                        .tables()
                        .versions(
                                text(request, "DatabaseName"),
                                text(request, "TableName"),
                                NextPage.after(request),
                                NextPage.size(request));
        ObjectNode answer = nothing();
        ArrayNode list = answer.putArray("TableVersions");
        for (GlueTable version : page.entries()) {
            list.add(GetTableVersion.shown(version, access().arns().account()));
        }
        NextPage.add(page, answer);
        return answer;
    }
}
