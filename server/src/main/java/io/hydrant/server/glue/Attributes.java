package io.hydrant.server.glue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a list's AttributesToGet leaves of its entries.
final class Attributes {
    private Attributes() {}

    /// All, when the request asks for none in particular.
    ///
    /// @param members by the attributes' names
    static ObjectNode only(ObjectNode request, ObjectNode shown, Map<String, String> members) {
        JsonNode wanted = request.path("AttributesToGet");
        if (wanted.isEmpty()) {
            return shown;
        }
        Set<String> kept = new HashSet<>(Set.of("Name"));
        wanted.forEach(attribute -> kept.add(members.getOrDefault(attribute.stringValue(), "")));
        return shown.retain(kept);
    }
}
