package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Creates a database, with tags if there are some.
final class CreateDatabase extends GlueOperation {
    CreateDatabase(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.CREATE_DATABASE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        RequestKeys tags = RequestKeys.ofRequestTags(TagMembers.tags(request.path("Tags")));
        List<String> resources =
                access().arns().upToDatabase(text(request.path("DatabaseInput"), "Name"));
        access().require(caller, action(), resources, tags);
        if (!request.path("Tags").isEmpty()) {
            access().require(caller, "glue:TagResource", List.of(resources.getLast()), tags);
        }
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        catalog()
                .databases()
                .create(structure(request, "DatabaseInput"), TagMembers.tags(request.path("Tags")));
        return nothing();
    }
}
