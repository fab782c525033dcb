package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueDescriptions;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.glue.GlueTable;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Shows a table as it was in a version; as it is, when none is named.
final class GetTableVersion extends GlueOperation {
    GetTableVersion(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.GET_TABLE_VERSION, catalog, access);
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
        GlueTable table =
                catalog()
                        .tables()
                        .version(
                                text(request, "DatabaseName"),
                                text(request, "TableName"),
                                optional(request, "VersionId"));
        ObjectNode answer = nothing();
        answer.set("TableVersion", shown(table, access().arns().account()));
        return answer;
    }

    static ObjectNode shown(GlueTable table, String account) {
        ObjectNode shown = nothing();
        shown.set("Table", GlueDescriptions.of(table, account));
        return shown.put("VersionId", table.versionId());
    }
}
