package io.hydrant.core.conversion.plan;

import io.hydrant.core.conversion.ColumnarFormats;
import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.conversion.UnreadableRecordException;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.conversion.json.JsonRows;
import io.hydrant.core.format.Converter;
import io.hydrant.core.format.RecordWriter;
import io.hydrant.core.memory.Workroom;
import io.hydrant.core.stream.destination.Serializer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/// Converts records by their plans. Safe for use from many threads.
///
/// @param formats made when the first object is written
/// @param room in memory for the rows of objects that are being written
public record PlannedConverter(Supplier<ColumnarFormats> formats, Workroom room)
        implements Converter {
    @Override
    public RecordWriter writer(String plan, OutputStream into) throws IOException {
        try {
            ConversionPlan known = ConversionPlan.of(plan);
            return writer(known.schema(), known.serializer(), known.reader(), into);
        } catch (UnusableTableException | IllegalArgumentException e) {
            throw new IOException("Records cannot be converted: " + e.getMessage(), e);
        }
    }

    private RecordWriter writer(
            TableSchema schema, Serializer serializer, JsonRows reader, OutputStream into)
            throws IOException {
        ColumnarFormats known = formats.get();
        Workroom.Place place = room.await(known.heapBytes(schema, serializer));
        boolean isBegun = false;
        try {
            RecordWriter writer = new Writer(reader, known.writer(schema, serializer, into), place);
            isBegun = true;
            return writer;
        } finally {
            if (!isBegun) {
                place.close();
            }
        }
    }

    /// Reads again what was found readable before.
    private record Writer(JsonRows reader, RowWriter rows, Workroom.Place place)
            implements RecordWriter {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                reader.read(bytes, offset, length, rows::write);
            } catch (UnreadableRecordException e) {
                throw new IOException("A record is not readable anymore: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            try (place) {
                rows.close();
            }
        }
    }
}
