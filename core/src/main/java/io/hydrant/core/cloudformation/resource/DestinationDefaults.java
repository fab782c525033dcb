package io.hydrant.core.cloudformation.resource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Firehose keeps what an update does not mention. A template means otherwise: a setting that it no
/// longer has is to be as if it had never been there. So the update mentions its default.
final class DestinationDefaults {
    private static final ObjectNode DEFAULTS = defaults();

    private final ObjectNode before;

    DestinationDefaults(ObjectNode before) {
        this.before = before;
    }

    ObjectNode filledIn(ObjectNode after) {
        ObjectNode filled = after.deepCopy();
        for (String name : before.propertyNames()) {
            JsonNode byDefault = DEFAULTS.path(name);
            if (byDefault instanceof ObjectNode members
                    && filled.path(name) instanceof ObjectNode given) {
                fillIn(members, given);
            } else if (!filled.has(name) && !byDefault.isMissingNode()) {
                filled.set(name, byDefault);
            }
        }
        return filled;
    }

    private static void fillIn(ObjectNode defaults, ObjectNode given) {
        for (String member : defaults.propertyNames()) {
            if (!given.has(member)) {
                given.set(member, defaults.get(member));
            }
        }
    }

    private static ObjectNode defaults() {
        ObjectNode defaults = JsonNodeFactory.instance.objectNode();
        defaults.putObject("BufferingHints").put("SizeInMBs", 5).put("IntervalInSeconds", 300);
        defaults.put("CompressionFormat", "UNCOMPRESSED");
        defaults.put("Prefix", "");
        defaults.put("ErrorOutputPrefix", "");
        defaults.put("FileExtension", "");
        defaults.put("CustomTimeZone", "UTC");
        defaults.putObject("CloudWatchLoggingOptions").put("Enabled", false);
        defaults.putObject("ProcessingConfiguration").put("Enabled", false);
        return defaults;
    }
}
