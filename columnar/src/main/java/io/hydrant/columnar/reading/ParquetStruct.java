package io.hydrant.columnar.reading;

import io.hydrant.columnar.reading.ParquetRowJson.Place;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import tools.jackson.core.JsonGenerator;

/// A group of fields, which becomes an object with a member for each of them. Parquet tells of
/// those that are there alone, in their order: those between are null. A field that may be there
/// many times, without any list around it, becomes a list.
final class ParquetStruct extends GroupConverter {
    private static final int NONE = -1;

    private final GroupType type;
    private final JsonGenerator json;
    private final Place place;
    private final Converter[] converters;
    private int next;

    /// The field that is repeated, and may go on.
    private int open = NONE;

    ParquetStruct(GroupType type, JsonGenerator json, Place place) {
        this.type = type;
        this.json = json;
        this.place = place;
        this.converters = new Converter[type.getFieldCount()];
        for (int i = 0; i < converters.length; i++) {
            int field = i;
            converters[i] = ParquetRowJson.of(type.getType(i), json, () -> begin(field));
        }
    }

    @Override
    public Converter getConverter(int index) {
        return converters[index];
    }

    @Override
    public void start() {
        place.begin();
        json.writeStartObject();
        next = 0;
    }

    @Override
    public void end() {
        fillUpTo(converters.length);
        json.writeEndObject();
    }

    private void begin(int field) {
        if (field == open) {
            return;
        }
        fillUpTo(field);
        json.writeName(type.getFieldName(field));
        next = field + 1;
        if (isRepeated(type.getType(field))) {
            json.writeStartArray();
            open = field;
        }
    }

    private void fillUpTo(int field) {
        if (open != NONE) {
            json.writeEndArray();
            open = NONE;
        }
        for (; next < field; next++) {
            json.writeName(type.getFieldName(next));
            if (isRepeated(type.getType(next))) {
                json.writeStartArray();
                json.writeEndArray();
            } else {
                json.writeNull();
            }
        }
    }

    private static boolean isRepeated(Type type) {
        return type.isRepetition(Repetition.REPEATED);
    }
}
