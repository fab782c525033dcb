package io.hydrant.core.conversion.json;

import io.hydrant.core.conversion.json.SerDe.Match;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads objects with known fields: rows and structs. Other fields are passed over. Safe for use
/// from many threads.
final class FieldsReader implements ValueReader {
    /// How well the key fitted that a field's value came from.
    private static final byte BY_OTHER_NAME = 1;

    private static final byte EXACT = 2;

    private final SerDe serDe;
    private final Map<String, Integer> fields;
    private final ValueReader[] readers;

    /// @param fields their places by their keys
    FieldsReader(SerDe serDe, Map<String, Integer> fields, ValueReader[] readers) {
        this.serDe = serDe;
        this.fields = fields;
        this.readers = readers;
    }

    @Override
    public @Nullable Object[] read(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return (@Nullable Object[]) serDe.noStruct(json, readers.length);
        }
        @Nullable Object[] values = new @Nullable Object[readers.length];
        byte[] found = new byte[readers.length];
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            Optional<Match> match = serDe.match(key, fields);
            JsonToken token = json.nextToken();
            if (match.isEmpty() || !isWanted(match.get(), found, key)) {
                json.skipChildren();
            } else {
                int index = match.get().index();
                values[index] = token == JsonToken.VALUE_NULL ? null : readers[index].read(json);
            }
        }
        return values;
    }

    /// Notes that a field is there.
    private boolean isWanted(Match match, byte[] found, String key) {
        byte quality = match.isExact() ? EXACT : BY_OTHER_NAME;
        int index = match.index();
        if (found[index] == quality) {
            Optional<String> refusal = serDe.duplicate(key);
            if (refusal.isPresent()) {
                throw new IllegalArgumentException(refusal.get());
            }
        }
        if (found[index] > quality) {
            return false;
        }
        found[index] = quality;
        return true;
    }
}
