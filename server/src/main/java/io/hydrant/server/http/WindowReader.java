package io.hydrant.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.Bytes;
import io.helidon.common.buffers.DataListener;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The bytes of a connection that were read and not consumed, in one array. Helidon's own reader
/// keeps each piece in a node that refers to the next: once the garbage collector has moved one
/// node of a connection that rested for a while to its old generation, all later pieces follow it
/// there until the next full collection. Bytes that were given out are never written over. For the
/// thread that reads the connection.
final class WindowReader extends DataReader {
    /// The first `count` bytes of an array, at least one; not changed afterwards.
    record Piece(byte[] bytes, int count) {}

    private static final byte[] NOTHING = {};

    private final Supplier<@Nullable Piece> pieces;
    private byte[] bytes = NOTHING;
    private int position;
    private int limit;

    /// @param pieces what comes next; null when the connection has ended
    @SuppressWarnings("removal") // Helidon means to make it an interface.
    WindowReader(Supplier<@Nullable Piece> pieces) {
        super(() -> NOTHING);
        this.pieces = pieces;
    }

    @Override
    public int available() {
        return limit - position;
    }

    @Override
    public void pullData() {
        boolean isEmpty = available() == 0;
        if (isEmpty) {
            bytes = NOTHING; // A connection that rests holds no memory.
            position = 0;
            limit = 0;
        }
        Piece piece = pieces.get();
        if (piece == null) {
            throw new InsufficientDataAvailableException();
        }
        if (isEmpty) {
            bytes = piece.bytes();
            limit = piece.count();
        } else {
            append(piece);
        }
    }

    private void append(Piece piece) {
        int rest = available();
        if (piece.count() > bytes.length - limit) {
            byte[] larger = new byte[Math.max(rest + piece.count(), 2 * rest)];
            System.arraycopy(bytes, position, larger, 0, rest);
            bytes = larger;
            position = 0;
            limit = rest;
        }
        System.arraycopy(piece.bytes(), 0, bytes, limit, piece.count());
        limit += piece.count();
    }

    @Override
    public void ensureAvailable() {
        ensure(1);
    }

    private void ensure(int count) {
        while (available() < count) {
            pullData();
        }
    }

    /// The byte at `index` from here, which is waited for.
    private byte peek(int index) {
        ensure(index + 1);
        return bytes[position + index];
    }

    @Override
    public void skip(int count) {
        int left = count;
        while (left > 0) {
            ensureAvailable();
            int skipped = Math.min(left, available());
            position += skipped;
            left -= skipped;
        }
    }

    @Override
    public byte read() {
        byte next = peek(0);
        position++;
        return next;
    }

    @Override
    public byte lookup() {
        return peek(0);
    }

    @Override
    public boolean startsWithNewLine() {
        return peek(0) == Bytes.CR_BYTE && peek(1) == Bytes.LF_BYTE;
    }

    @Override
    public boolean startsWith(byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (peek(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public BufferData readBuffer() {
        ensureAvailable();
        return readBuffer(available());
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData data = getBuffer(length);
        position += length;
        return data;
    }

    @Override
    public BufferData getBuffer(int length) {
        ensure(Math.max(1, length));
        return BufferData.createReadOnly(bytes, position, length);
    }

    @Override
    public LazyString readLazyString(Charset charset, int length) {
        ensure(Math.max(1, length));
        LazyString text = new LazyString(bytes, position, length, charset);
        position += length;
        return text;
    }

    @Override
    public String readAsciiString(int length) {
        ensure(Math.max(1, length));
        String text = new String(bytes, position, length, StandardCharsets.US_ASCII);
        position += length;
        return text;
    }

    @Override
    public byte[] readBytes(int length) {
        ensure(Math.max(1, length));
        byte[] read = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return read;
    }

    @Override
    public String readLine() {
        String line = readAsciiString(findNewLine(Integer.MAX_VALUE));
        skip(2);
        return line;
    }

    /// Where the byte comes first, from here; or, when a line ends before, that place as a negative
    /// number less one; or `max`.
    @Override
    public int findOrNewLine(byte wanted, int max) {
        for (int i = 0; i < max; i++) {
            byte next = peek(i);
            if (next == wanted) {
                return i;
            }
            if (endsLine(next, i)) {
                return -i - 1;
            }
        }
        return max;
    }

    @Override
    public int findNewLine(int max) {
        for (int i = 0; i < max; i++) {
            if (endsLine(peek(i), i)) {
                return i;
            }
        }
        return max;
    }

    private boolean endsLine(byte next, int index) {
        if (next == Bytes.LF_BYTE) {
            throw new IncorrectNewLineException("Found LF (" + index + ") without preceding CR.");
        }
        if (next == Bytes.CR_BYTE && peek(index + 1) != Bytes.LF_BYTE) {
            throw new IncorrectNewLineException("Found CR (" + index + ") without following LF.");
        }
        return next == Bytes.CR_BYTE;
    }

    @Override
    public String debugDataHex() {
        return BufferData.createReadOnly(bytes, position, available()).debugDataHex(true);
    }

    /// Helidon never asks its reader to tell anybody.
    @Override
    public <T> void listener(DataListener<T> listener, T context) {}
}
