package io.hydrant.core.log;

import java.nio.ByteBuffer;

/// A request that an AWS SDK named, as it is kept beside the log. Integers are big-endian.
///
///     at  bytes  field
///      0     16  the invocation's id
///     16      8  position of its first record
///     24      4  number of records
///     28      4  bytes of all payloads
///     32      4  CRC32C of the frame's body; the print of its seal, if it has one
///     36      4  CRC32C of the bytes before
///
/// @param position negative when it is not in the log
record TakenRequest(
        long high, long low, long position, int records, int payloadBytes, int bodyChecksum) {
    static final int BYTES = 40;
    private static final int CHECKED_BYTES = 36;

    /// Of a request that is not in the log yet.
    static TakenRequest of(Invocation invocation, Frame frame) {
        return of(invocation, frame, frame.print());
    }

    /// The same by another print of it.
    static TakenRequest of(Invocation invocation, Frame frame, int print) {
        return new TakenRequest(
                invocation.high(),
                invocation.low(),
                frame.firstPosition(),
                frame.recordCount(),
                frame.payloadBytes(),
                print);
    }

    /// Of a frame that is found in the log, whose request is called this.
    static TakenRequest of(Frame.Header header, int print, ByteBuffer id) {
        return new TakenRequest(
                id.getLong(id.position()),
                id.getLong(id.position() + Long.BYTES),
                header.firstPosition(),
                header.recordCount(),
                header.payloadBytes(),
                print);
    }

    /// Where its records end in the log.
    long end() {
        return position + records;
    }

    /// Whether the other is an attempt of the same call with the same records.
    boolean isLike(TakenRequest other) {
        return high == other.high
                && low == other.low
                && records == other.records
                && payloadBytes == other.payloadBytes
                && bodyChecksum == other.bodyChecksum;
    }

    void write(byte[] into, int at) {
        ByteBuffer.wrap(into)
                .putLong(at, high)
                .putLong(at + 8, low)
                .putLong(at + 16, position)
                .putInt(at + 24, records)
                .putInt(at + 28, payloadBytes)
                .putInt(at + 32, bodyChecksum)
                .putInt(at + CHECKED_BYTES, Frame.checksum(into, at, CHECKED_BYTES));
    }

    /// Whether one was written here, and all of it.
    static boolean isAt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at + CHECKED_BYTES)
                == Frame.checksum(bytes, at, CHECKED_BYTES);
    }

    /// Reads what [#isAt] a place.
    static TakenRequest read(byte[] bytes, int at) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new TakenRequest(
                buffer.getLong(at),
                buffer.getLong(at + 8),
                buffer.getLong(at + 16),
                buffer.getInt(at + 24),
                buffer.getInt(at + 28),
                buffer.getInt(at + 32));
    }
}
