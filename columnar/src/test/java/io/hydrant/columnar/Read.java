package io.hydrant.columnar;

import io.hydrant.columnar.reading.ColumnarKind;
import io.hydrant.columnar.reading.ColumnarReader;
import io.hydrant.columnar.reading.RangedSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Files that are read for tests, and how much of them was asked for.
final class Read implements RangedSource {
    static final long ROOM_BYTES = 64 << 20;

    private final byte[] file;
    private long bytes;

    private Read(byte[] file) {
        this.file = file;
    }

    static List<String> lines(byte[] file) throws IOException {
        return lines(file, ROOM_BYTES);
    }

    /// All rows of a file.
    static List<String> lines(byte[] file, long roomBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ColumnarReader reader =
                ColumnarReader.open(format(file), new Read(file), out, roomBytes)) {
            while (reader.next()) {}
            reader.handOver();
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /// How many bytes are asked for until so many rows are there.
    static long bytesFor(byte[] file, int rows) throws IOException {
        Read source = new Read(file);
        try (ColumnarReader reader =
                ColumnarReader.open(
                        format(file), source, new ByteArrayOutputStream(), ROOM_BYTES)) {
            for (int i = 0; i < rows; i++) {
                reader.next();
            }
        }
        return source.bytes;
    }

    private static ColumnarKind format(byte[] file) {
        return ColumnarKind.of(file)
                .orElseThrow(() -> new AssertionError("neither Parquet nor ORC"));
    }

    @Override
    public long length() {
        return file.length;
    }

    @Override
    public byte[] read(long at, int length) throws IOException {
        if (at < 0 || length < 0 || at + length > file.length) {
            throw new AssertionError(
                    "bytes %d and %d more of %d".formatted(at, length, file.length));
        }
        bytes += length;
        return Arrays.copyOfRange(file, (int) at, (int) at + length);
    }

    @Override
    public void close() {}
}
