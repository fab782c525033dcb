package io.hydrant.cli.redrive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The lines of an error object, one after the other; empty ones are passed over. Memory holds one
/// line. Used by one thread.
final class ErrorLines implements AutoCloseable {
    /// A record of the largest size has 1.3 MiB of base64; the rest is for its message.
    static final int MOST_BYTES = 4 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream content;
    private final String object;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int filled;
    private long lines;
    private boolean isTooLong;

    /// @param content closed with this
    /// @param object as errors name it
    ErrorLines(InputStream content, String object) {
        this.content = content;
        this.object = object;
    }

    /// Empty at the end.
    ///
    /// @throws IOException when the object cannot be read any further
    Optional<ErrorLine> next() throws IOException {
        while (readLine()) {
            lines++;
            if (isTooLong) {
                return Optional.of(
                        new ErrorLine.Bad(
                                lines, "it has more than %,d bytes".formatted(MOST_BYTES)));
            }
            byte[] text = line.toByteArray();
            if (!isBlank(text)) {
                return Optional.of(ErrorLine.of(text, object, lines));
            }
        }
        return Optional.empty();
    }

    /// Whether there was one more.
    private boolean readLine() throws IOException {
        line.reset();
        isTooLong = false;
        boolean isBegun = false;
        while (at < filled || fill()) {
            isBegun = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            take(end - at);
            if (end < filled) {
                at = end + 1;
                return true;
            }
            at = end;
        }
        return isBegun;
    }

    private void take(int length) {
        if (line.size() + length > MOST_BYTES) {
            isTooLong = true;
            line.reset();
        }
        if (!isTooLong) {
            line.write(buffer, at, length);
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, content.read(buffer, 0, buffer.length));
        return filled > 0;
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
