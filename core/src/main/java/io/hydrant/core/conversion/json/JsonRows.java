package io.hydrant.core.conversion.json;

import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.conversion.UnreadableRecordException;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.stream.destination.Deserializer;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads records into rows of a table: each is one JSON object, or several one after the other.
/// What is read of the same bytes is always the same. Safe for use from many threads.
public final class JsonRows {
    private static final JsonFactory JSON = new JsonFactory();

    /// Where what is not closed began, which says nothing.
    private static final Pattern START = Pattern.compile(" \\(start marker at \\[[^]]*]\\)");

    private final SerDe serDe;
    private final FieldsReader row;

    private JsonRows(SerDe serDe, FieldsReader row) {
        this.serDe = serDe;
        this.row = row;
    }

    /// @param deserializer one of its two
    /// @throws UnusableTableException when it cannot read into these columns
    public static JsonRows of(TableSchema schema, Deserializer deserializer)
            throws UnusableTableException {
        SerDe serDe =
                deserializer
                        .openXJson()
                        .<SerDe>map(OpenXSerDe::of)
                        .orElseGet(() -> HiveSerDe.of(deserializer.hiveJson().orElseThrow()));
        return new JsonRows(serDe, serDe.row(schema.columns()));
    }

    /// Takes what is read.
    @FunctionalInterface
    public interface Taker {
        /// @param row good for the caller to keep
        void add(@Nullable Object[] row) throws IOException;
    }

    /// Reads one record. White space alone is no row.
    ///
    /// @throws UnreadableRecordException when it cannot be read; rows of it may have been taken
    public void read(byte[] bytes, int offset, int length, Taker rows)
            throws UnreadableRecordException, IOException {
        try (JsonParser json =
                JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            while (json.nextToken() != null) {
                if (json.currentToken() != JsonToken.START_OBJECT) {
                    throw UnreadableRecordException.unfit(serDe.notAnObject(json));
                }
                @Nullable Object[] values = object(json);
                rows.add(values);
            }
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private @Nullable Object[] object(JsonParser json) throws UnreadableRecordException {
        try {
            return row.read(json);
        } catch (IllegalArgumentException e) {
            throw UnreadableRecordException.unfit(String.valueOf(e.getMessage()));
        }
    }

    private static UnreadableRecordException malformed(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String place =
                at == null
                        ? ""
                        : " at [line: %d, column: %d]".formatted(at.getLineNr(), at.getColumnNr());
        String reason = START.matcher(e.getOriginalMessage()).replaceFirst("");
        return UnreadableRecordException.malformed(reason + place);
    }
}
