package io.hydrant.core.cloudformation.plan;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One thing in which a resource is to differ from what it is. `name` is the property at the top,
/// empty for attributes other than properties.
public record Difference(
        Attribute attribute,
        String name,
        Optional<JsonNode> before,
        Optional<JsonNode> after,
        Recreation recreation) {

    /// What of a resource changes; `text` is how change sets name it.
    public enum Attribute {
        PROPERTIES("Properties"),
        METADATA("Metadata"),
        TAGS("Tags");

        private final String text;

        Attribute(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /// Whether the change needs another physical resource. It depends when the new value is not
    /// known yet: it may turn out to be the old one.
    public enum Recreation {
        NEVER("Never"),
        CONDITIONALLY("Conditionally"),
        ALWAYS("Always");

        private final String text;

        Recreation(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
