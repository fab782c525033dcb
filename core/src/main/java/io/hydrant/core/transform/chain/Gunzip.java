package io.hydrant.core.transform.chain;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses gzip, of one member or several, up to a size. One inflater is used again and again,
/// since making one costs more than a small record does. Safe for use from many threads.
final class Gunzip {
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int FIRST_ROOM_MAX = 1 << 20;

    private final int bytesMax;
    private final AtomicReference<Inflater> spare = new AtomicReference<>();

    /// @param bytesMax what may come out of it
    Gunzip(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// @throws DataFormatException when it is not gzip; the message says why
    byte[] decompressed(byte[] bytes) throws DataFormatException {
        Inflater inflater = spare.getAndSet(null);
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        try {
            return decompressed(bytes, inflater);
        } finally {
            inflater.reset();
            if (!spare.compareAndSet(null, inflater)) {
                inflater.end();
            }
        }
    }

    private byte[] decompressed(byte[] bytes, Inflater inflater) throws DataFormatException {
        byte[] plain = new byte[firstRoom(bytes)];
        int length = 0;
        int at = 0;
        do {
            at = behindHeader(bytes, at);
            int begun = length;
            inflater.reset();
            inflater.setInput(bytes, at, bytes.length - at);
            while (!inflater.finished()) {
                if (length == plain.length) {
                    plain = Arrays.copyOf(plain, roomAfter(length));
                }
                int count = inflater.inflate(plain, length, plain.length - length);
                length += count;
                if (count == 0 && !inflater.finished() && length < plain.length) {
                    throw new DataFormatException("it ends too early");
                }
                if (length > bytesMax) {
                    throw new DataFormatException(
                            "it has more than %d bytes when it is decompressed"
                                    .formatted(bytesMax));
                }
            }
            at = bytes.length - inflater.getRemaining();
            checkTrailer(bytes, at, plain, begun, length);
            at += TRAILER_BYTES;
        } while (at < bytes.length);
        return length == plain.length ? plain : Arrays.copyOf(plain, length);
    }

    /// What the last member says about its length is believed within reason.
    private static int firstRoom(byte[] bytes) {
        int said = bytes.length < TRAILER_BYTES ? 0 : littleEndian(bytes, bytes.length - 4);
        return said < 0 || said > FIRST_ROOM_MAX ? FIRST_ROOM_MAX : Math.max(said, 64);
    }

    private int roomAfter(int length) {
        return (int) Math.min(2L * length, bytesMax + 1L);
    }

    private static int behindHeader(byte[] bytes, int start) throws DataFormatException {
        boolean isGzip =
                bytes.length - start >= HEADER_BYTES
                        && bytes[start] == 0x1f
                        && bytes[start + 1] == (byte) 0x8b
                        && bytes[start + 2] == 8;
        if (!isGzip) {
            throw new DataFormatException(
                    start == 0 ? "it does not begin as gzip does" : "something else follows");
        }
        int flags = bytes[start + 3];
        int at = start + HEADER_BYTES;
        if ((flags & HAS_EXTRA) != 0) {
            at += 2 + unsigned(bytes, at) + (unsigned(bytes, at + 1) << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            at = behindText(bytes, at);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = behindText(bytes, at);
        }
        if ((flags & HAS_HEADER_CHECKSUM) != 0) {
            at += 2;
        }
        return Math.min(at, bytes.length);
    }

    private static int unsigned(byte[] bytes, int at) {
        return at < bytes.length ? bytes[at] & 0xff : 0;
    }

    private static int behindText(byte[] bytes, int start) {
        int at = start;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static void checkTrailer(byte[] bytes, int at, byte[] plain, int from, int to)
            throws DataFormatException {
        if (bytes.length - at < TRAILER_BYTES) {
            throw new DataFormatException("it ends too early");
        }
        CRC32 checksum = new CRC32();
        checksum.update(plain, from, to - from);
        if (littleEndian(bytes, at) != (int) checksum.getValue()
                || littleEndian(bytes, at + 4) != to - from) {
            throw new DataFormatException("its checksum is not that of what is in it");
        }
    }

    private static int littleEndian(byte[] bytes, int at) {
        return unsigned(bytes, at)
                | unsigned(bytes, at + 1) << 8
                | unsigned(bytes, at + 2) << 16
                | unsigned(bytes, at + 3) << 24;
    }
}
