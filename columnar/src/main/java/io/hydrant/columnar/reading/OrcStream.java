package io.hydrant.columnar.reading;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.orc.impl.InStream;
import org.apache.orc.impl.PositionProvider;
import org.apache.orc.storage.common.io.DiskRangeList;

/// One stream of a column, read and unpacked chunk by chunk. Where nothing is packed, there are no
/// heads of chunks.
///
///     u24  least byte first: twice the length of the chunk, and one if it is not packed after all
///     n    the chunk
///
/// Its end is a failure: the library's readers of numbers would otherwise go on for ever, or take
/// the end for bits.
final class OrcStream extends InStream {
    private static final int HEAD_BYTES = 3;
    private static final int UNPACKED_BYTES = 16 << 10;

    private final RunInput in;
    private final Room room;
    private final BlockPacking compression;
    private final int chunkBytes;
    private byte[] chunk = new byte[0];
    private int next;

    /// @param chunkBytes how long a chunk becomes, at most
    OrcStream(RunInput in, Room room, BlockPacking compression, int chunkBytes) {
        super("stream", 0, in.remaining());
        this.in = in;
        this.room = room;
        this.compression = compression;
        this.chunkBytes = chunkBytes;
    }

    @Override
    public int available() {
        return chunk.length - next + in.available();
    }

    @Override
    public int read() throws IOException {
        if (next == chunk.length) {
            unpack();
        }
        return chunk[next++] & 0xff;
    }

    /// All of them, or a failure.
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        for (int count = 0; count < length; ) {
            if (next == chunk.length) {
                unpack();
            }
            int part = Math.min(length - count, chunk.length - next);
            System.arraycopy(chunk, next, into, from + count, part);
            next += part;
            count += part;
        }
        return length;
    }

    private void unpack() throws IOException {
        room.give(chunk.length);
        chunk = new byte[0];
        next = 0;
        while (chunk.length == 0) {
            if (in.remaining() == 0) {
                throw UnreadableFileException.damaged("a column has fewer values than rows");
            }
            byte[] unpacked = nextChunk();
            room.take(unpacked.length);
            chunk = unpacked;
        }
    }

    private byte[] nextChunk() throws IOException {
        if (compression == BlockPacking.NONE) {
            return in.take((int) Math.min(UNPACKED_BYTES, in.remaining()));
        }
        byte[] head = in.take(HEAD_BYTES);
        int length = (head[0] & 0xff | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16) >> 1;
        if (length > chunkBytes) {
            throw UnreadableFileException.damaged("a chunk in it is longer than chunks are");
        }
        byte[] bytes = in.take(length);
        return (head[0] & 1) == 1 ? bytes : compression.plain(bytes, chunkBytes);
    }

    @Override
    public void close() {
        room.give(chunk.length);
        chunk = new byte[0];
        next = 0;
    }

    @Override
    protected void setCurrent(DiskRangeList newRange, boolean isJump) {
        throw new UnsupportedOperationException("a stream is read from its source");
    }

    @Override
    public void changeIv(Consumer<byte[]> modifier) {
        throw new UnsupportedOperationException("a stream is not encrypted");
    }

    @Override
    public void seek(PositionProvider index) {
        throw new UnsupportedOperationException("a stream is read from its begin");
    }
}
