package io.hydrant.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What one request brought, as it lies on disk: all of it counts, or nothing. Integers are
/// big-endian.
///
///     at     bytes  field
///      0         4  magic "HyFr"
///      4         4  CRC32C of the header from byte 8 to 40, XOR the segment's salt
///      8         4  CRC32C of the body: lengths and payloads
///     12         4  number of records, at least 1
///     16         4  bytes of all payloads
///     20         4  how far this segment was forced when the frame was written
///     24         8  position of the first record
///     32         8  arrival, milliseconds since 1970
///     40       4 n  length of each payload
///     40 + 4n    …  the payloads, without anything between them
///
/// When the request has a name, that follows the payloads and is part of the body. The magic tells
/// of which kind it is: "HyFt" of 80 bytes of client token, "HyFi" of the 16 bytes of an
/// invocation's id. "HySr", "HySt" and "HySi" are the same of records that are encrypted: a
/// [FrameSeal] follows then.
///
/// The payloads lie together so that an object's body can be read in large pieces. The mark of
/// how far the segment was forced tells a torn tail from damage: what a later frame calls forced
/// was acknowledged. The salt is random, so that no payload can pass for a frame.
final class Frame {
    static final int MAGIC = 0x48794672;
    static final int MAGIC_WITH_TOKEN = 0x48794674;
    static final int MAGIC_WITH_INVOCATION = 0x48794669;
    static final int SEALED = 0x48795372;
    static final int SEALED_WITH_TOKEN = 0x48795374;
    static final int SEALED_WITH_INVOCATION = 0x48795369;
    static final int HEADER_BYTES = 40;
    static final int LENGTH_BYTES = 4;
    private static final int CHECKED_FROM = 8;
    static final byte[] NO_NAME = {};
    private static final byte[] NO_PLACE = new byte[FrameKeys.PLACE_BYTES];

    private final RecordBatch batch;
    private final int magic;
    private final byte[] name;

    /// Of what is known before the frame has its place; all of it when nothing is encrypted.
    private final int bodyChecksum;

    private final @Nullable FrameSeal seal;

    /// Decided when it is written.
    private long firstPosition = -1;

    /// Computes the checksum; does so before the frame waits for its turn, so that many requests do
    /// it side by side.
    Frame(RecordBatch batch) {
        this.batch = batch;
        this.seal = batch.seal();
        boolean isSealed = batch.isSealed();
        int clear = batch.name().map(Frame::magicOf).orElse(MAGIC);
        this.magic = isSealed ? sealed(clear) : clear;
        this.name = batch.name().map(Frame::bytesOf).orElse(NO_NAME);
        this.bodyChecksum = isSealed ? 0 : (int) checksumOfClear().getValue();
    }

    private CRC32C checksumOfClear() {
        CRC32C checksum = new CRC32C();
        checksum.update(batch.lengths());
        checksum.update(batch.payloads(), 0, batch.payloadBytes());
        checksum.update(name);
        return checksum;
    }

    private static int magicOf(RequestName name) {
        return switch (name) {
            case ClientToken token -> MAGIC_WITH_TOKEN;
            case Invocation invocation -> MAGIC_WITH_INVOCATION;
        };
    }

    private static int sealed(int clear) {
        return switch (clear) {
            case MAGIC_WITH_TOKEN -> SEALED_WITH_TOKEN;
            case MAGIC_WITH_INVOCATION -> SEALED_WITH_INVOCATION;
            default -> SEALED;
        };
    }

    static byte[] bytesOf(RequestName name) {
        return switch (name) {
            case ClientToken token -> token.toBytes();
            case Invocation invocation -> invocation.toBytes();
        };
    }

    /// What the request calls itself.
    Optional<RequestName> name() {
        return batch.name();
    }

    int recordCount() {
        return batch.recordCount();
    }

    int payloadBytes() {
        return batch.payloadBytes();
    }

    int lengthBytes() {
        return HEADER_BYTES + batch.lengths().length + payloadBytes() + name.length + sealBytes();
    }

    private int sealBytes() {
        return batch.isSealed() ? FrameSeal.bytes(payloadBytes()) : 0;
    }

    /// Tells the contents of requests apart, together with their counts, as the log shows it.
    int print() {
        FrameSeal kept = seal;
        return kept != null && kept.isClosed() ? kept.print() : bodyChecksum;
    }

    /// The same if the frame were kept in clear.
    int clearPrint() {
        FrameSeal kept = seal;
        return kept == null ? bodyChecksum : kept.clearChecksum();
    }

    /// By which it may be known: kept as it is, and kept otherwise.
    int[] prints() {
        FrameSeal kept = seal;
        return kept == null
                ? new int[] {bodyChecksum}
                : new int[] {print(), kept.isClosed() ? kept.clearChecksum() : kept.print()};
    }

    /// Whether a frame with this print has the same contents, kept in clear or encrypted.
    boolean isLike(int print) {
        return Arrays.stream(prints()).anyMatch(known -> known == print);
    }

    /// Where it is in the log, once written.
    long firstPosition() {
        return firstPosition;
    }

    /// Writes the frame to where its place in the log has just been decided.
    void write(SegmentWriter into, int salt, long position, long arrivalMillis, long forcedBytes)
            throws IOException {
        firstPosition = position;
        FrameSeal kept = seal;
        byte @Nullable [] tail = kept == null ? null : kept.tail();
        if (kept == null || tail == null) {
            into.put(header(salt, position, arrivalMillis, forcedBytes), HEADER_BYTES);
            putBody(into);
            return;
        }
        FrameKeys keys = kept.keys();
        byte[] place = keys == null ? NO_PLACE : keys.place(position, arrivalMillis);
        int checksum = checksum(tail, place);
        into.put(header(salt, position, arrivalMillis, forcedBytes, checksum), HEADER_BYTES);
        putBody(into);
        into.put(tail, tail.length);
        into.put(place, place.length);
    }

    private void putBody(SegmentWriter into) throws IOException {
        into.put(batch.lengths(), batch.lengths().length);
        into.put(batch.payloads(), payloadBytes());
        into.put(name, name.length);
    }

    private int checksum(byte[] tail, byte[] place) {
        CRC32C checksum = checksumOfClear();
        checksum.update(tail);
        checksum.update(place);
        return (int) checksum.getValue();
    }

    /// The frame by itself: what only a segment tells is 0.
    byte[] toBytes(long arrivalMillis) {
        FrameSeal kept = seal;
        byte @Nullable [] tail = kept == null ? null : kept.tail();
        int checksum = tail == null ? bodyChecksum : checksum(tail, NO_PLACE);
        ByteBuffer bytes =
                ByteBuffer.allocate(lengthBytes())
                        .put(header(0, 0, arrivalMillis, 0, checksum))
                        .put(batch.lengths())
                        .put(batch.payloads(), 0, payloadBytes())
                        .put(name);
        if (tail != null) {
            bytes.put(tail);
        }
        return bytes.array();
    }

    private byte[] header(int salt, long position, long arrivalMillis, long forcedBytes) {
        return header(salt, position, arrivalMillis, forcedBytes, bodyChecksum);
    }

    private byte[] header(
            int salt, long position, long arrivalMillis, long forcedBytes, int checksum) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(magic).putInt(0).putInt(checksum).putInt(recordCount());
        header.putInt(payloadBytes()).putInt((int) forcedBytes);
        header.putLong(position).putLong(arrivalMillis);
        return header.putInt(4, headerChecksum(header.array(), 0) ^ salt).array();
    }

    private static int headerChecksum(byte[] bytes, int offset) {
        return checksum(bytes, offset + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM);
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }

    /// Whether a header may begin with these four bytes.
    static boolean isMagic(int value) {
        return switch (value) {
            case MAGIC, MAGIC_WITH_TOKEN, MAGIC_WITH_INVOCATION -> true;
            case SEALED, SEALED_WITH_TOKEN, SEALED_WITH_INVOCATION -> true;
            default -> false;
        };
    }

    /// What a valid header says.
    record Header(
            int magic,
            int bodyChecksum,
            int recordCount,
            int payloadBytes,
            int forcedBytes,
            long firstPosition,
            long arrivalMillis) {

        /// Whether a header with a right checksum begins at `offset` of `bytes`.
        static boolean isAt(byte[] bytes, int offset, int salt) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return isMagic(buffer.getInt(offset))
                    && buffer.getInt(offset + 4) == (headerChecksum(bytes, offset) ^ salt);
        }

        /// Reads a header that [#isAt] `offset`.
        static Header read(byte[] bytes, int offset) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Header(
                    buffer.getInt(offset),
                    buffer.getInt(offset + 8),
                    buffer.getInt(offset + 12),
                    buffer.getInt(offset + 16),
                    buffer.getInt(offset + 20),
                    buffer.getLong(offset + 24),
                    buffer.getLong(offset + 32));
        }

        boolean hasToken() {
            return magic == MAGIC_WITH_TOKEN || magic == SEALED_WITH_TOKEN;
        }

        boolean hasInvocation() {
            return magic == MAGIC_WITH_INVOCATION || magic == SEALED_WITH_INVOCATION;
        }

        /// Whether the payloads are encrypted.
        boolean isSealed() {
            return magic == SEALED || magic == SEALED_WITH_TOKEN || magic == SEALED_WITH_INVOCATION;
        }

        private int nameBytes() {
            if (hasToken()) {
                return ClientToken.BYTES;
            }
            return hasInvocation() ? Invocation.BYTES : 0;
        }

        int sealBytes() {
            return isSealed() ? FrameSeal.bytes(payloadBytes) : 0;
        }

        int bodyBytes() {
            return recordCount * LENGTH_BYTES + payloadBytes + nameBytes() + sealBytes();
        }

        int lengthBytes() {
            return HEADER_BYTES + bodyBytes();
        }
    }
}
