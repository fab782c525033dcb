package io.hydrant.columnar.reading;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import tools.jackson.core.JsonGenerator;

/// Writes rows as they come out of Parquet, value by value, without keeping any. Lists and maps are
/// read in each of the layouts that writers gave them over the years, by the rules of Parquet's
/// specification.
final class ParquetRowJson extends RecordMaterializer<Boolean> {
    private final GroupConverter root;

    ParquetRowJson(MessageType schema, JsonGenerator json) {
        this.root = new ParquetStruct(schema, json, Place.ANYWHERE);
    }

    @Override
    public Boolean getCurrentRecord() {
        return true;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    /// Where values of a field go. It is told before each of them.
    @FunctionalInterface
    interface Place {
        Place ANYWHERE = () -> {};

        void begin();
    }

    /// What takes the values of a field, each one of them if there are many.
    static Converter of(Type type, JsonGenerator json, Place place) {
        if (type.isPrimitive()) {
            return ParquetValue.of(
                    type.asPrimitiveType(),
                    value -> {
                        place.begin();
                        JsonValues.write(json, value);
                    });
        }
        GroupType group = type.asGroupType();
        return switch (group.getLogicalTypeAnnotation()) {
            case ListLogicalTypeAnnotation _ when hasOneRepeated(group) ->
                    new ListOf(group.getType(0), group.getName(), json, place);
            case MapLogicalTypeAnnotation _ when isMap(group) ->
                    new MapOf(group.getType(0).asGroupType(), json, place);
            case MapKeyValueTypeAnnotation _ when isMap(group) ->
                    new MapOf(group.getType(0).asGroupType(), json, place);
            case VariantLogicalTypeAnnotation _ ->
                    throw new UnsupportedOperationException(
                            "a column " + type.getName() + " of the type VARIANT",
                            UnreadableFileException.unknown(
                                    "the column " + type.getName() + " of the type VARIANT"));
            case null, default -> new ParquetStruct(group, json, place);
        };
    }

    private static boolean hasOneRepeated(GroupType group) {
        return group.getFieldCount() == 1 && group.getType(0).isRepetition(Repetition.REPEATED);
    }

    private static boolean isMap(GroupType group) {
        if (!hasOneRepeated(group) || group.getType(0).isPrimitive()) {
            return false;
        }
        GroupType entry = group.getType(0).asGroupType();
        return entry.getFieldCount() == 2 && entry.getType(0).isPrimitive();
    }

    /// Whether what is repeated is the element itself, as old writers have it, rather than a group
    /// around it, which lets elements be null.
    private static boolean isElement(Type repeated, String list) {
        if (repeated.isPrimitive()) {
            return true;
        }
        GroupType group = repeated.asGroupType();
        return group.getFieldCount() != 1
                || group.getType(0).isRepetition(Repetition.REPEATED)
                || group.getName().equals("array")
                || group.getName().equals(list + "_tuple");
    }

    private static final class ListOf extends GroupConverter {
        private final JsonGenerator json;
        private final Place place;
        private final Converter element;

        private ListOf(Type repeated, String name, JsonGenerator json, Place place) {
            this.json = json;
            this.place = place;
            this.element =
                    isElement(repeated, name)
                            ? of(repeated, json, Place.ANYWHERE)
                            : new Holder(repeated.asGroupType().getType(0), json);
        }

        @Override
        public Converter getConverter(int index) {
            return element;
        }

        @Override
        public void start() {
            place.begin();
            json.writeStartArray();
        }

        @Override
        public void end() {
            json.writeEndArray();
        }
    }

    /// A group around one element, or around none, which is null.
    private static final class Holder extends GroupConverter {
        private final JsonGenerator json;
        private final Converter held;
        private boolean isEmpty;

        private Holder(Type held, JsonGenerator json) {
            this.json = json;
            this.held = of(held, json, () -> isEmpty = false);
        }

        @Override
        public Converter getConverter(int index) {
            return held;
        }

        @Override
        public void start() {
            isEmpty = true;
        }

        @Override
        public void end() {
            if (isEmpty) {
                json.writeNull();
            }
        }
    }

    private static final class MapOf extends GroupConverter {
        private final JsonGenerator json;
        private final Place place;
        private final Converter entry;

        private MapOf(GroupType entry, JsonGenerator json, Place place) {
            this.json = json;
            this.place = place;
            this.entry = new Entry(entry, json);
        }

        @Override
        public Converter getConverter(int index) {
            return entry;
        }

        @Override
        public void start() {
            place.begin();
            json.writeStartObject();
        }

        @Override
        public void end() {
            json.writeEndObject();
        }
    }

    /// One key with its value. A key that is not there, which no proper file has, is called null.
    private static final class Entry extends GroupConverter {
        private final JsonGenerator json;
        private final Converter key;
        private final Converter value;
        private boolean hasKey;
        private boolean hasValue;

        private Entry(GroupType entry, JsonGenerator json) {
            this.json = json;
            this.key = ParquetValue.of(entry.getType(0).asPrimitiveType(), this::key);
            this.value = of(entry.getType(1), json, this::beginValue);
        }

        private void key(Object name) {
            json.writeName(JsonValues.text(name));
            hasKey = true;
        }

        private void beginValue() {
            if (!hasKey) {
                key("null");
            }
            hasValue = true;
        }

        @Override
        public Converter getConverter(int index) {
            return index == 0 ? key : value;
        }

        @Override
        public void start() {
            hasKey = false;
            hasValue = false;
        }

        @Override
        public void end() {
            if (!hasValue) {
                beginValue();
                json.writeNull();
            }
        }
    }
}
