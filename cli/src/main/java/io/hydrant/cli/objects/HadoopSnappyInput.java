package io.hydrant.cli.objects;

import io.hydrant.aws.BlockInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.xerial.snappy.Snappy;

/// Reads Hadoop's framing of Snappy, integers big-endian:
///
///     block*    u32 length of the block when decompressed
///               chunk*    u32 compressed length, and that many bytes of raw Snappy, until the block is whole
final class HadoopSnappyInput extends BlockInput {
    /// Hadoop's own block size is 256 KiB; this is far above any writer's.
    private static final int LARGEST_BLOCK = 64 * 1024 * 1024;

    private final DataInputStream in;
    private byte[] chunk = new byte[0];
    private int next;
    private long leftInBlock;

    HadoopSnappyInput(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /// Text never begins like this: a block's length is far below 16 MiB, so that its first byte is
    /// 0.
    static boolean looksLike(byte[] start) {
        return start.length == 8 && start[0] == 0 && start[4] == 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (next == chunk.length) {
            if (!readChunk()) {
                return -1;
            }
        }
        int count = Math.min(length, chunk.length - next);
        System.arraycopy(chunk, next, target, offset, count);
        next += count;
        return count;
    }

    private boolean readChunk() throws IOException {
        if (leftInBlock == 0) {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            leftInBlock =
                    checked((first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort());
            return true;
        }
        byte[] compressed = new byte[checked(in.readInt())];
        in.readFully(compressed);
        chunk = Snappy.uncompress(compressed);
        next = 0;
        leftInBlock -= chunk.length;
        if (leftInBlock < 0) {
            throw new EOFException("A Snappy chunk is longer than its block");
        }
        return true;
    }

    private static int checked(int length) throws IOException {
        if (length < 0 || length > LARGEST_BLOCK) {
            throw new IOException("Not Hadoop's Snappy: a block of " + length + " bytes");
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
