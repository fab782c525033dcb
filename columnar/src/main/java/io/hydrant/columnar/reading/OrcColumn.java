package io.hydrant.columnar.reading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.orc.OrcProto.Stream;
import org.apache.orc.OrcProto.Type;
import org.apache.orc.impl.BitFieldReader;
import org.apache.orc.impl.IntegerReader;
import org.apache.orc.impl.RunLengthByteReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A column within one stripe, which writes its values one after the other, without keeping any.
abstract class OrcColumn {
    private final @Nullable BitFieldReader present;

    private OrcColumn(int id, OrcStripe stripe) throws IOException {
        this.present =
                stripe.has(id, Stream.Kind.PRESENT)
                        ? new BitFieldReader(stripe.stream(id, Stream.Kind.PRESENT))
                        : null;
    }

    static OrcColumn of(List<Type> types, int id, OrcStripe stripe) throws IOException {
        Type type = types.get(id);
        return switch (type.getKind()) {
            case STRUCT -> new StructColumn(types, id, stripe);
            case LIST -> new ListColumn(types, id, stripe);
            case MAP -> new MapColumn(types, id, stripe);
            case UNION -> new UnionColumn(types, id, stripe);
            case BOOLEAN,
                    BYTE,
                    SHORT,
                    INT,
                    LONG,
                    FLOAT,
                    DOUBLE,
                    STRING,
                    BINARY,
                    TIMESTAMP,
                    DECIMAL,
                    DATE,
                    VARCHAR,
                    CHAR,
                    TIMESTAMP_INSTANT,
                    GEOMETRY,
                    GEOGRAPHY ->
                    new ScalarColumn(id, stripe, OrcValues.of(type, id, stripe));
        };
    }

    /// Writes the next value, or null.
    final void write(JsonGenerator json) throws IOException {
        if (isThere()) {
            writeValue(json);
        } else {
            json.writeNull();
        }
    }

    final boolean isThere() throws IOException {
        return present == null || present.next() == 1;
    }

    abstract void writeValue(JsonGenerator json) throws IOException;

    private static int length(IntegerReader lengths) throws IOException {
        long length = lengths.next();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw UnreadableFileException.damaged("something in it has an impossible length");
        }
        return (int) length;
    }

    private static int only(Type type, int index, int count) throws IOException {
        if (type.getSubtypesCount() != count) {
            throw UnreadableFileException.damaged("a type in it has too few parts, or too many");
        }
        return type.getSubtypes(index);
    }

    private static final class ScalarColumn extends OrcColumn {
        private final OrcValues values;

        private ScalarColumn(int id, OrcStripe stripe, OrcValues values) throws IOException {
            super(id, stripe);
            this.values = values;
        }

        @Override
        void writeValue(JsonGenerator json) throws IOException {
            JsonValues.write(json, values.next());
        }

        private String nextText() throws IOException {
            return isThere() ? JsonValues.text(values.next()) : "null";
        }
    }

    private static final class StructColumn extends OrcColumn {
        private final List<String> names;
        private final List<OrcColumn> fields = new ArrayList<>();

        private StructColumn(List<Type> types, int id, OrcStripe stripe) throws IOException {
            super(id, stripe);
            this.names = List.copyOf(types.get(id).getFieldNamesList());
            for (int field : types.get(id).getSubtypesList()) {
                fields.add(of(types, field, stripe));
            }
        }

        @Override
        void writeValue(JsonGenerator json) throws IOException {
            json.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                json.writeName(names.get(i));
                fields.get(i).write(json);
            }
            json.writeEndObject();
        }
    }

    private static final class ListColumn extends OrcColumn {
        private final IntegerReader lengths;
        private final OrcColumn element;

        private ListColumn(List<Type> types, int id, OrcStripe stripe) throws IOException {
            super(id, stripe);
            this.lengths = stripe.integers(id, Stream.Kind.LENGTH, false);
            this.element = of(types, only(types.get(id), 0, 1), stripe);
        }

        @Override
        void writeValue(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (int left = length(lengths); left > 0; left--) {
                element.write(json);
            }
            json.writeEndArray();
        }
    }

    /// An object, or a list of keys with their values where keys are no single values.
    private static final class MapColumn extends OrcColumn {
        private final IntegerReader lengths;
        private final OrcColumn key;
        private final OrcColumn value;

        private MapColumn(List<Type> types, int id, OrcStripe stripe) throws IOException {
            super(id, stripe);
            this.lengths = stripe.integers(id, Stream.Kind.LENGTH, false);
            this.key = of(types, only(types.get(id), 0, 2), stripe);
            this.value = of(types, only(types.get(id), 1, 2), stripe);
        }

        @Override
        void writeValue(JsonGenerator json) throws IOException {
            if (key instanceof ScalarColumn scalar) {
                writeObject(json, scalar);
            } else {
                writeList(json);
            }
        }

        private void writeObject(JsonGenerator json, ScalarColumn keys) throws IOException {
            json.writeStartObject();
            for (int left = length(lengths); left > 0; left--) {
                json.writeName(keys.nextText());
                value.write(json);
            }
            json.writeEndObject();
        }

        private void writeList(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (int left = length(lengths); left > 0; left--) {
                json.writeStartObject();
                json.writeName("key");
                key.write(json);
                json.writeName("value");
                value.write(json);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /// A value of one of several types, as itself.
    private static final class UnionColumn extends OrcColumn {
        private final RunLengthByteReader tags;
        private final List<OrcColumn> kinds = new ArrayList<>();

        private UnionColumn(List<Type> types, int id, OrcStripe stripe) throws IOException {
            super(id, stripe);
            this.tags = new RunLengthByteReader(stripe.stream(id, Stream.Kind.DATA));
            for (int kind : types.get(id).getSubtypesList()) {
                kinds.add(of(types, kind, stripe));
            }
        }

        @Override
        void writeValue(JsonGenerator json) throws IOException {
            kinds.get(tags.next()).write(json);
        }
    }
}
