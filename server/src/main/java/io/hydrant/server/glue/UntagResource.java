package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Removes tags from a database.
final class UntagResource extends GlueOperation {
    UntagResource(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.UNTAG_RESOURCE, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        String arn = access().arns().database(TagMembers.database(catalog(), request));
        RequestKeys keys = RequestKeys.of(Map.of("aws:TagKeys", keys(request)));
        access().require(caller, action(), List.of(arn), keys);
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        catalog().databases().untag(TagMembers.database(catalog(), request), keys(request));
        return nothing();
    }

    private static List<String> keys(ObjectNode request) {
        return request.path("TagsToRemove").valueStream().map(JsonNode::stringValue).toList();
    }
}
