package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueError;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The members of requests that are about tags. Databases have tags.
final class TagMembers {
    private TagMembers() {}

    static Map<String, String> tags(JsonNode member) {
        Map<String, String> tags = new LinkedHashMap<>();
        member.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().stringValue()));
        return tags;
    }

    /// The database whose ARN the request has.
    static String database(DataCatalog catalog, ObjectNode request) {
        String arn = GlueOperation.text(request, "ResourceArn");
        return catalog.arns()
                .databaseOf(arn)
                .filter(name -> !name.isEmpty())
                .orElseThrow(() ->
                        GlueError.INVALID_INPUT.because(
                                "Hydrant keeps tags of databases of this account and region, and %s"
                                        + " is none.",
                                arn));
    }
}
