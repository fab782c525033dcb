package io.hydrant.columnar.reading;

import java.io.IOException;
import java.io.InputStream;

/// A run of a source, read from its begin to its end, ever more at a time: who wants the first rows
/// alone fetches little, and who wants all asks seldom. Used by one thread.
final class RunInput extends InputStream {
    private static final int FIRST_BYTES = 32 << 10;

    private final RangedSource source;
    private final int bufferMax;
    private final long end;
    private long fetched;
    private int next;
    private int bufferBytes;
    private byte[] buffer = new byte[0];

    private RunInput(RangedSource source, long from, long end, int bufferMax) {
        this.source = source;
        this.fetched = from;
        this.end = end;
        this.bufferMax = bufferMax;
        this.bufferBytes = Math.min(bufferMax, FIRST_BYTES);
    }

    /// @throws UnreadableFileException when the run is not within the file
    static RunInput of(RangedSource source, long from, long length, int bufferMax)
            throws IOException {
        if (from < 0 || length < 0 || from > source.length() - length) {
            throw UnreadableFileException.damaged("a part of it lies beyond its end");
        }
        return new RunInput(source, from, from + length, bufferMax);
    }

    /// How many bytes of the run are still to be read.
    long remaining() {
        return buffer.length - next + end - fetched;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, remaining());
    }

    @Override
    public int read() throws IOException {
        if (next == buffer.length && !fetch()) {
            return -1;
        }
        return buffer[next++] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == buffer.length && !fetch()) {
            return -1;
        }
        int count = Math.min(length, buffer.length - next);
        System.arraycopy(buffer, next, into, from, count);
        next += count;
        return count;
    }

    /// So many bytes, for which the caller has taken room.
    ///
    /// @throws UnreadableFileException when the run has fewer
    byte[] take(int length) throws IOException {
        if (length < 0 || length > remaining()) {
            throw UnreadableFileException.damaged("a part of it ends early");
        }
        byte[] taken = new byte[length];
        int count = readNBytes(taken, 0, Math.min(length, buffer.length - next));
        while (count < length) {
            int rest = length - count;
            if (rest < bufferMax) {
                count += read(taken, count, rest);
            } else {
                int part = Math.min(rest, bufferMax);
                System.arraycopy(source.read(fetched, part), 0, taken, count, part);
                fetched += part;
                count += part;
            }
        }
        return taken;
    }

    private boolean fetch() throws IOException {
        int count = (int) Math.min(bufferBytes, end - fetched);
        if (count == 0) {
            return false;
        }
        buffer = source.read(fetched, count);
        fetched += count;
        next = 0;
        bufferBytes = Math.min(bufferMax, 2 * bufferBytes);
        return true;
    }
}
