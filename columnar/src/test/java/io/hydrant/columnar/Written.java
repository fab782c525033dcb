package io.hydrant.columnar;

import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects that are written for tests, and serializers without any option.
final class Written {
    static final Parquet PARQUET =
            new Parquet(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    static final Orc ORC =
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

    private Written() {}

    static Serializer parquet(Parquet options) {
        return new Serializer(Optional.of(options), Optional.empty());
    }

    static Serializer orc(Orc options) {
        return new Serializer(Optional.empty(), Optional.of(options));
    }

    static byte[] object(TableSchema schema, Serializer serializer, List<@Nullable Object[]> rows)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RowWriter writer = new Columnar().writer(schema, serializer, bytes)) {
            for (@Nullable Object[] row : rows) {
                writer.write(row);
            }
        }
        return bytes.toByteArray();
    }
}
