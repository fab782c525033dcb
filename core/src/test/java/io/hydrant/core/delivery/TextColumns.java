package io.hydrant.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.conversion.ColumnarFormats;
import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A columnar format that people can read: the names of the columns in a line, and each row in one.
/// Its first word is `PAR` or `ORC`.
final class TextColumns implements ColumnarFormats {
    @Override
    public RowWriter writer(TableSchema schema, Serializer serializer, OutputStream into)
            throws IOException {
        String kind = serializer.parquet().isPresent() ? "PAR " : "ORC ";
        line(into, kind + schema.columns().stream().map(TableColumn::name).toList());
        return new RowWriter() {
            @Override
            public void write(@Nullable Object[] row) throws IOException {
                line(into, Arrays.toString(row));
            }

            @Override
            public void close() throws IOException {
                try (into) {
                    line(into, "end");
                }
            }
        };
    }

    @Override
    public long heapBytes(TableSchema schema, Serializer serializer) {
        return 1024;
    }

    private static void line(OutputStream into, String text) throws IOException {
        into.write((text + "\n").getBytes(UTF_8));
    }
}
