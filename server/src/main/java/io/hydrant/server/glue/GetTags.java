package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Shows the tags of a database.
final class GetTags extends GlueOperation {
    GetTags(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.GET_TAGS, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        String arn = access().arns().database(TagMembers.database(catalog(), request));
        access().require(caller, action(), List.of(arn));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        ObjectNode answer = nothing();
        ObjectNode tags = answer.putObject("Tags");
        catalog()
                .databases()
                .get(TagMembers.database(catalog(), request))
                .tags()
                .forEach(tags::put);
        return answer;
    }
}
