package io.hydrant.aws.json;

import io.hydrant.aws.ServiceException;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What a JSON value is, and what AWS says when the model wants something else there. The texts are
/// those of AWS's framework for Kinesis, flaws included.
public enum JsonKind {
    BOOLEAN("class java.lang.Boolean"),
    NUMBER("class com.amazon.coral.value.json.numbers.TruncatingBigNumber"),
    STRING("class java.lang.String"),
    LIST(""),
    STRUCTURE("");

    /// What the model may want in a place. `withArticle` is part of AWS's texts.
    public enum Wanted {
        STRING("an String"),
        INTEGER("an Integer"),
        DOUBLE("an Double"),
        BOOLEAN("an Boolean"),
        TIMESTAMP("a Timestamp"),
        BLOB("a Blob"),
        LIST(""),
        STRUCTURE("");

        private final String withArticle;

        Wanted(String withArticle) {
            this.withArticle = withArticle;
        }
    }

    private final String javaClass;

    JsonKind(String javaClass) {
        this.javaClass = javaClass;
    }

    static JsonKind of(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> BOOLEAN;
            case NUMBER -> NUMBER;
            case STRING -> STRING;
            case ARRAY -> LIST;
            case OBJECT -> STRUCTURE;
            case NULL, MISSING, BINARY, POJO ->
                    throw new IllegalStateException("Not a value of a request: " + node);
        };
    }

    /// The refusal of a value of this kind; `text` is the value itself when it is a string.
    public ServiceException insteadOf(Wanted wanted, String text) {
        return JsonError.SERIALIZATION.because(explain(wanted, text));
    }

    private String explain(Wanted wanted, String text) {
        if (this == LIST) {
            return "Start of list found where not expected";
        }
        if (this == STRUCTURE) {
            return "Start of structure or map found where not expected.";
        }
        if (wanted == Wanted.LIST) {
            return "Expected list or null";
        }
        if (wanted == Wanted.STRUCTURE) {
            return "Expected null";
        }
        String given =
                this == STRING && wanted == Wanted.BOOLEAN
                        ? "'" + text.toUpperCase(Locale.ROOT) + "'"
                        : javaClass;
        return given + " can not be converted to " + wanted.withArticle;
    }
}
