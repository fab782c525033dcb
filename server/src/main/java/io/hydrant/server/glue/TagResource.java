package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Adds tags to a database; a key that is there gets the new value.
final class TagResource extends GlueOperation {
    TagResource(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.TAG_RESOURCE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        String arn = access().arns().database(TagMembers.database(catalog(), request));
        access().require(
                        caller,
                        action(),
                        List.of(arn),
                        RequestKeys.ofRequestTags(TagMembers.tags(request.path("TagsToAdd"))));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        catalog()
                .databases()
                .tag(
                        TagMembers.database(catalog(), request),
                        TagMembers.tags(request.path("TagsToAdd")));
        return nothing();
    }
}
