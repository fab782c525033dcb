package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueDatabase;
import io.hydrant.core.glue.GlueDescriptions;
import io.hydrant.core.glue.GluePage;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists databases in order of their names, but for those that the caller may not see. No other
/// account shares any.
final class GetDatabases extends GlueOperation {
    GetDatabases(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.GET_DATABASES, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(
                        caller,
                        action(),
                        List.of(access().arns().catalog(), access().arns().database("*")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        ObjectNode answer = nothing();
        ArrayNode list = answer.putArray("DatabaseList");
        String shared = optional(request, "ResourceShareType").orElse("ALL");
        if (!shared.equals("ALL")) {
            return answer;
        }
        GluePage<GlueDatabase> page =
                catalog().databases().page(NextPage.after(request), NextPage.size(request));
        for (GlueDatabase database : page.entries()) {
            if (access().allows(caller, action(), access().arns().database(database.name()))) {
                ObjectNode shown = GlueDescriptions.of(database, access().arns().account());
                list.add(Attributes.only(request, shown, Map.of("NAME", "Name")));
            }
        }
        NextPage.add(page, answer);
        return answer;
    }
}
