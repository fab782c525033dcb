package io.hydrant.columnar;

import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.OrcCompression;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import io.hydrant.core.stream.destination.Serializer.ParquetCompression;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Writes one object of several row groups or stripes, and prints the checksum of its bytes: a
/// process of its own, whose heap and time zone are set.
final class WriterProgram {
    static final TableSchema SCHEMA =
            new TableSchema(
                    List.of(
                            new TableColumn("id", Primitive.BIGINT),
                            new TableColumn("time", Primitive.TIMESTAMP),
                            new TableColumn("text", Primitive.STRING)));

    private static final int GATHERED_BYTES = 8 << 20;
    private static final int ROWS = 60_000;
    private static final int TEXT_BYTES = 400;

    private WriterProgram() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        MessageDigest checksum = MessageDigest.getInstance("SHA-256");
        OutputStream nowhere = new DigestOutputStream(OutputStream.nullOutputStream(), checksum);
        write(serializer(arguments[0]), nowhere);
        System.out.println(HexFormat.of().formatHex(checksum.digest()));
    }

    static Serializer serializer(String format) {
        if (format.equals("ORC")) {
            return Written.orc(
                    new Orc(
                            Optional.of(GATHERED_BYTES),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(OrcCompression.NONE),
                            Optional.of(List.of("id")),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
        return Written.parquet(
                new Parquet(
                        Optional.of(GATHERED_BYTES),
                        Optional.empty(),
                        Optional.of(ParquetCompression.UNCOMPRESSED),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    static void write(Serializer serializer, OutputStream into) throws IOException {
        Random random = new Random(1);
        LocalDateTime begin = LocalDateTime.parse("2026-01-01T00:00:00");
        byte[] text = new byte[TEXT_BYTES / 2];
        try (RowWriter writer = new Columnar().writer(SCHEMA, serializer, into)) {
            for (long i = 0; i < ROWS; i++) {
                random.nextBytes(text);
                writer.write(
                        new Object[] {i, begin.plusSeconds(i), HexFormat.of().formatHex(text)});
            }
        }
    }
}
