package io.hydrant.core.conversion.json;

import static java.util.stream.Collectors.toMap;

import io.hydrant.core.conversion.HiveType;
import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.stream.destination.Deserializer.OpenXJson;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// OpenX's JSON SerDe. A number may be a text and a text a number; times may be seconds or
/// milliseconds since 1970. Safe for use from many threads.
///
/// @param ignoresCase whether keys are in lower case before anything else is done with them
/// @param hasDots whether a dot in a key is as good as an underscore
/// @param mappings the keys of columns that are mapped, by their names in lower case
record OpenXSerDe(boolean ignoresCase, boolean hasDots, Map<String, String> mappings)
        implements SerDe {
    private static final int SHOWN_MAX = 100;

    static OpenXSerDe of(OpenXJson options) {
        return new OpenXSerDe(
                options.caseInsensitive().orElse(true),
                options.convertDotsInJsonKeysToUnderscores().orElse(false),
                options.columnToJsonKeyMappings().orElse(Map.of()).entrySet().stream()
                        .collect(
                                toMap(
                                        each -> each.getKey().toLowerCase(Locale.ROOT),
                                        Map.Entry::getValue,
                                        (first, _) -> first)));
    }

    @Override
    public void check(TableColumn column) {}

    @Override
    public String keyOf(TableColumn column) {
        String mapped = mappings.get(column.name().toLowerCase(Locale.ROOT));
        return mapKey(mapped == null ? column.name() : mapped);
    }

    @Override
    public String keyOfField(TableColumn field) {
        return mapKey(field.name());
    }

    @Override
    public Optional<Match> match(String key, Map<String, Integer> fields) {
        String name = mapKey(key);
        Integer exact = fields.get(name);
        if (exact != null) {
            return Optional.of(new Match(exact, true));
        }
        Integer other = hasDots ? fields.get(name.replace('.', '_')) : null;
        return other == null ? Optional.empty() : Optional.of(new Match(other, false));
    }

    @Override
    public String mapKey(String key) {
        return ignoresCase ? key.toLowerCase(Locale.ROOT) : key;
    }

    @Override
    public Optional<String> duplicate(String key) {
        return Optional.of("Duplicate key \"" + mapKey(key) + "\"");
    }

    @Override
    public String notAnObject(JsonParser json) {
        return "Data is not JSONObject  but " + kind(json) + " with value " + shown(json);
    }

    @Override
    public Object noArray(JsonParser json) {
        throw noCast(json, "org.openx.data.jsonserde.json.JSONArray");
    }

    @Override
    public Object noMap(JsonParser json) {
        throw noCast(json, "org.openx.data.jsonserde.json.JSONObject");
    }

    /// An empty text is a struct without values.
    @Override
    public Object noStruct(JsonParser json, int fields) {
        if (json.currentToken() == JsonToken.VALUE_STRING && json.getString().isEmpty()) {
            return new @Nullable Object[fields];
        }
        throw new IllegalArgumentException(notAnObject(json));
    }

    @Override
    public ValueReader scalar(HiveType type) {
        if (type == Primitive.STRING) {
            return this::text;
        }
        if (type instanceof HiveType.Text bounded) {
            return json -> Scalars.truncated(text(json), bounded.length());
        }
        if (type == Primitive.BOOLEAN) {
            return OpenXSerDe::truth;
        }
        Function<String, @Nullable Object> ofText =
                type == Primitive.TIMESTAMP ? EpochTimes::timestamp : Scalars.ofText(type);
        String wanted = type instanceof Primitive primitive ? javaClass(primitive) : "BigDecimal";
        return json ->
                switch (json.currentToken()) {
                    case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                            ofText.apply(json.getString());
                    default -> throw noCast(json, wanted);
                };
    }

    private static Object truth(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_STRING -> Boolean.parseBoolean(json.getString());
            case VALUE_FALSE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> false;
            default -> throw noCast(json, "java.lang.Boolean");
        };
    }

    /// What is no text becomes one: its JSON, in which every scalar is one, too.
    private String text(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT, START_ARRAY -> JsonTexts.of(json, this::mapKey);
            default -> json.getString();
        };
    }

    private static String javaClass(Primitive type) {
        return switch (type) {
            case BOOLEAN -> "java.lang.Boolean";
            case TINYINT -> "java.lang.Byte";
            case SMALLINT -> "java.lang.Short";
            case INT -> "java.lang.Integer";
            case BIGINT -> "java.lang.Long";
            case FLOAT -> "java.lang.Float";
            case DOUBLE -> "java.lang.Double";
            case STRING -> "java.lang.String";
            case BINARY -> "[B";
            case DATE -> "java.sql.Date";
            case TIMESTAMP -> "java.sql.Timestamp";
        };
    }

    private static IllegalArgumentException noCast(JsonParser json, String wanted) {
        return new IllegalArgumentException(kind(json) + " cannot be cast to " + wanted);
    }

    private static String kind(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> "org.openx.data.jsonserde.json.JSONObject";
            case START_ARRAY -> "org.openx.data.jsonserde.json.JSONArray";
            case VALUE_NUMBER_INT -> "java.lang.Integer";
            case VALUE_NUMBER_FLOAT -> "java.lang.Double";
            case VALUE_TRUE, VALUE_FALSE -> "java.lang.Boolean";
            default -> "java.lang.String";
        };
    }

    private static String shown(JsonParser json) {
        String text = json.getString();
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
    }
}
