package io.hydrant.server.console;

import io.hydrant.columnar.Columnar;
import io.hydrant.core.conversion.HiveType.Decimal;
import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Films as Parquet and as ORC: `id`, `title`, `price`.
public final class ColumnarFiles {
    private static final TableSchema FILMS =
            new TableSchema(
                    List.of(
                            new TableColumn("id", Primitive.BIGINT),
                            new TableColumn("title", Primitive.STRING),
                            new TableColumn("price", new Decimal(6, 2))));

    private ColumnarFiles() {}

    public static byte[] parquet(int rows) throws IOException {
        Parquet options =
                new Parquet(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return films(new Serializer(Optional.of(options), Optional.empty()), rows);
    }

    public static byte[] orc(int rows) throws IOException {
        Orc options =
                new Orc(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return films(new Serializer(Optional.empty(), Optional.of(options)), rows);
    }

    private static byte[] films(Serializer serializer, int rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RowWriter writer = new Columnar().writer(FILMS, serializer, bytes)) {
            for (long id = 0; id < rows; id++) {
                writer.write(new @Nullable Object[] {id, "Amélie " + id, new BigDecimal("12.50")});
            }
        }
        return bytes.toByteArray();
    }
}
