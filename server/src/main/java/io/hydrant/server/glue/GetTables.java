package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueDescriptions;
import io.hydrant.core.glue.GluePage;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.glue.GlueTable;
import io.hydrant.core.glue.NameExpression;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists the tables of a database in order of their names, but for those that the caller may not
/// see.
final class GetTables extends GlueOperation {
    private static final Map<String, String> SHOWN =
            Map.of("NAME", "Name", "TABLE_TYPE", "TableType");

    GetTables(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.GET_TABLES, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(
                        caller,
                        action(),
                        access().arns().upToTable(text(request, "DatabaseName"), "*"));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        GluePage<GlueTable> page =
                catalog()
                        .tables()
                        .page(
                                text(request, "DatabaseName"),
                                NameExpression.of(optional(request, "Expression").orElse("")),
                                NextPage.after(request),
                                NextPage.size(request));
        ObjectNode answer = nothing();
        ArrayNode list = answer.putArray("TableList");
        for (GlueTable table : page.entries()) {
            String arn = access().arns().table(table.database(), table.name());
            if (access().allows(caller, action(), arn)) {
                ObjectNode shown = GlueDescriptions.of(table, access().arns().account());
                list.add(Attributes.only(request, shown, SHOWN));
            }
        }
        NextPage.add(page, answer);
        return answer;
    }
}
