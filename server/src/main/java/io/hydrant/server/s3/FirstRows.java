package io.hydrant.server.s3;

import io.hydrant.columnar.reading.ColumnarKind;
import io.hydrant.columnar.reading.ColumnarReader;
import io.hydrant.columnar.reading.RangedSource;
import io.hydrant.columnar.reading.UnreadableFileException;
import io.hydrant.core.objectstore.S3Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads the first rows of one object, within bounds of rows, bytes, memory and time: the object is
/// somebody's, and the server is everybody's. Loaded when somebody looks into such an object.
final class FirstRows extends OutputStream implements RangedSource {
    /// Some bytes of the object, all of them.
    @FunctionalInterface
    interface Bytes {
        byte[] read(long at, int length) throws IOException;
    }

    /// It has been looked at for long enough.
    private static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final int ROWS_MAX = 200;
    private static final int BYTES_MAX = 1 << 20;
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final long ROOM_MIN = 16 << 20;
    private static final long ROOM_MAX = 64 << 20;

    private final long length;
    private final Bytes bytes;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final long end = System.nanoTime() + TIME_MAX.toNanos();
    private boolean isCut;
    private Optional<String> trouble = Optional.empty();

    private FirstRows(long length, Bytes bytes) {
        this.length = length;
        this.bytes = bytes;
    }

    /// The rows as [ObjectRows] sends them.
    ///
    /// @throws io.hydrant.aws.ServiceException for an object that is neither Parquet nor ORC
    static byte[] page(long length, Bytes bytes) throws IOException {
        FirstRows first = new FirstRows(length, bytes);
        byte[] head = bytes.read(0, (int) Math.min(length, ColumnarKind.HEAD_BYTES));
        ColumnarKind format =
                ColumnarKind.of(head)
                        .orElseThrow(() ->
                                S3Error.INVALID_REQUEST.because(
                                        "The object is neither Parquet nor ORC."));
        ObjectNode page = JsonMapper.shared().createObjectNode();
        page.put("format", format.title());
        first.read(format, page);
        page.put("isCut", first.isCut);
        page.put("trouble", first.trouble.orElse(null));
        return first.with(page.toString());
    }

    private void read(ColumnarKind format, ObjectNode page) throws IOException {
        long room = Math.clamp(Runtime.getRuntime().maxMemory() / 16, ROOM_MIN, ROOM_MAX);
        try (ColumnarReader reader = ColumnarReader.open(format, this, this, room)) {
            reader.columns().forEach(page.putArray("columns")::add);
            readRows(reader);
        } catch (EnoughException e) {
            isCut = true;
        } catch (UnreadableFileException e) {
            trouble = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void readRows(ColumnarReader reader) throws IOException {
        try {
            int rows = 0;
            while (rows < ROWS_MAX && reader.next()) {
                rows++;
                checkTime();
            }
            isCut = rows == ROWS_MAX;
        } finally {
            reader.handOver();
        }
    }

    private void checkTime() throws EnoughException {
        if (System.nanoTime() > end) {
            throw new EnoughException();
        }
    }

    /// The page with the rows, each of which ends with a line break, as its last member. Part of a
    /// row that was too long for it is left out.
    private byte[] with(String page) {
        String shown = lines.toString(StandardCharsets.UTF_8);
        String whole = shown.substring(0, shown.lastIndexOf('\n') + 1).strip();
        String opened = page.substring(0, page.length() - 1);
        return (opened + ",\"rows\":[" + whole.replace('\n', ',') + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] row, int from, int count) throws IOException {
        checkTime();
        if (lines.size() + count > BYTES_MAX) {
            throw new EnoughException();
        }
        lines.write(row, from, count);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] read(long at, int count) throws IOException {
        checkTime();
        return bytes.read(at, count);
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
