package io.hydrant.server.http1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a connection that were read and not consumed. For the thread that reads the
/// connection.
final class InputWindow {
    /// Holds the head of nearly every request, and a small body with it. A connection that rests
    /// keeps this much.
    static final int SIZE_BYTES = 8 << 10;

    private final InputStream in;
    private byte[] bytes = new byte[SIZE_BYTES];
    private int position;
    private int limit;

    InputWindow(InputStream in) {
        this.in = in;
    }

    int available() {
        return limit - position;
    }

    /// Waits for more bytes behind those that are there; false at the end of the stream.
    boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
            if (bytes.length > SIZE_BYTES) {
                bytes = new byte[SIZE_BYTES];
            }
        } else if (limit == bytes.length) {
            makeRoom();
        }
        int n = in.read(bytes, limit, bytes.length - limit);
        limit += Math.max(n, 0);
        return n > 0;
    }

    private void makeRoom() {
        int rest = available();
        byte[] target = rest > bytes.length / 2 ? new byte[2 * bytes.length] : bytes;
        System.arraycopy(bytes, position, target, 0, rest);
        bytes = target;
        position = 0;
        limit = rest;
    }

    /// How many bytes there are before the next line feed, which is waited for.
    ///
    /// @throws BadRequestException with `status` when there are more than `max`
    int lineLength(int max, int status, String tooLong) throws IOException {
        int seen = 0;
        while (true) {
            int end = Math.min(available(), max + 1);
            for (; seen < end; seen++) {
                if (bytes[position + seen] == '\n') {
                    return seen;
                }
            }
            if (seen > max) {
                throw new BadRequestException(status, tooLong);
            }
            if (!fill()) {
                throw new ClientGoneException("It ended within a line");
            }
        }
    }

    byte peek(int index) {
        return bytes[position + index];
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, position + from, position + to);
    }

    /// The bytes from `from` to before `to`, each a character.
    String text(int from, int to) {
        return new String(bytes, position + from, to - from, StandardCharsets.ISO_8859_1);
    }

    void skip(int count) {
        position += count;
    }

    /// Some bytes, at least one; -1 at the end. Large pieces come straight from the connection.
    int read(byte[] into, int offset, int length) throws IOException {
        if (available() == 0) {
            if (length >= SIZE_BYTES) {
                return in.read(into, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int n = Math.min(length, available());
        System.arraycopy(bytes, position, into, offset, n);
        position += n;
        return n;
    }
}
