package io.hydrant.core.conversion.json;

import io.hydrant.core.conversion.HiveType;
import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.stream.destination.Deserializer.HiveJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/// Hive's own JSON SerDe (HCatalog's). A number must be one; times have the formats that are given.
/// Safe for use from many threads.
///
/// @param timestamps reads a timestamp's text
record HiveSerDe(Function<String, Object> timestamps) implements SerDe {
    static HiveSerDe of(HiveJson options) {
        List<String> formats = options.timestampFormats().orElse(List.of());
        return new HiveSerDe(
                formats.isEmpty() ? SqlTimes::timestamp : JodaTimestamps.of(formats)::timestamp);
    }

    @Override
    public void check(TableColumn column) throws UnusableTableException {
        if (column.name().indexOf('.') >= 0) {
            throw new UnusableTableException(
                    "The Hive JSON SerDe takes no dot in the name of a column: '%s'"
                            .formatted(column.name()));
        }
    }

    @Override
    public String keyOf(TableColumn column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String keyOfField(TableColumn field) {
        return keyOf(field);
    }

    @Override
    public Optional<Match> match(String key, Map<String, Integer> fields) {
        Integer index = fields.get(key.toLowerCase(Locale.ROOT));
        return index == null ? Optional.empty() : Optional.of(new Match(index, true));
    }

    @Override
    public String mapKey(String key) {
        return key;
    }

    /// The last one counts.
    @Override
    public Optional<String> duplicate(String key) {
        return Optional.empty();
    }

    @Override
    public String notAnObject(JsonParser json) {
        return "Start token not found where expected";
    }

    @Override
    public Object noArray(JsonParser json) {
        throw new IllegalArgumentException("Start of Array expected");
    }

    @Override
    public Object noMap(JsonParser json) {
        throw new IllegalArgumentException("Start of Object expected");
    }

    @Override
    public Object noStruct(JsonParser json, int fields) {
        return noMap(json);
    }

    @Override
    public ValueReader scalar(HiveType type) {
        return type instanceof Primitive primitive ? primitive(primitive) : text(type);
    }

    private ValueReader primitive(Primitive type) {
        return switch (type) {
            case BOOLEAN -> HiveSerDe::truth;
            case TINYINT -> number(JsonParser::getByteValue);
            case SMALLINT -> number(JsonParser::getShortValue);
            case INT -> number(JsonParser::getIntValue);
            case BIGINT -> number(JsonParser::getLongValue);
            case FLOAT -> number(JsonParser::getFloatValue);
            case DOUBLE -> number(JsonParser::getDoubleValue);
            case STRING -> HiveSerDe::plain;
            case BINARY ->
                    _ -> {
                        throw new IllegalArgumentException(
                                "JsonSerDe does not support BINARY type");
                    };
            case DATE -> text(type);
            case TIMESTAMP -> json -> timestamps.apply(plain(json));
        };
    }

    private static ValueReader text(HiveType type) {
        var values = Scalars.ofText(type);
        return json -> values.apply(plain(json));
    }

    private static String plain(JsonParser json) {
        if (json.currentToken().isStructStart()) {
            throw new IllegalArgumentException("Field name expected");
        }
        return json.getString();
    }

    private static Object truth(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_TRUE || "true".equalsIgnoreCase(plain(json));
    }

    private static ValueReader number(Function<JsonParser, Object> value) {
        return json -> {
            if (!json.currentToken().isNumeric()) {
                throw new IllegalArgumentException(
                        "Current token (%s) not numeric, can not use numeric value accessors"
                                .formatted(json.currentToken()));
            }
            try {
                return value.apply(json);
            } catch (InputCoercionException e) {
                throw new IllegalArgumentException(e.getOriginalMessage(), e);
            }
        };
    }
}
