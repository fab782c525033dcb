package io.hydrant.core.log;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// A [Frame] that lies in no segment but is kept by itself: what one request brought, the same
/// bytes as on disk. What only a segment can tell is 0 in it: the salt, the first position, and how
/// far was forced. Does not change.
public final class LooseFrame {
    /// What comes beside payloads, and is not the payloads' lengths: header and longest name.
    public static final int OVERHEAD_BYTES = Frame.HEADER_BYTES + ClientToken.BYTES;

    /// What comes beside each payload.
    public static final int RECORD_OVERHEAD_BYTES = Frame.LENGTH_BYTES;

    private static final int NO_SALT = 0;

    private final byte[] bytes;
    private final Frame.Header header;

    private LooseFrame(byte[] bytes) {
        this.bytes = bytes;
        this.header = Frame.Header.read(bytes, 0);
    }

    /// The frame of a request.
    public static LooseFrame of(RecordBatch batch, Instant arrival) {
        return new LooseFrame(new Frame(batch).toBytes(arrival.toEpochMilli()));
    }

    /// The same without the name of its request.
    public LooseFrame unnamed() {
        return of(
                RecordBatch.packed(lengths(0, recordCount()), payloads(0, payloadBytes())),
                arrival());
    }

    /// Reads what [#bytes] told; empty when it is not what was written. The body is not looked at:
    /// [#isSound] does that.
    public static Optional<LooseFrame> read(byte[] bytes) {
        boolean isFrame =
                bytes.length >= Frame.HEADER_BYTES && Frame.Header.isAt(bytes, 0, NO_SALT);
        return isFrame && Frame.Header.read(bytes, 0).lengthBytes() == bytes.length
                ? Optional.of(new LooseFrame(bytes))
                : Optional.empty();
    }

    /// Not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    public int recordCount() {
        return header.recordCount();
    }

    /// Of all payloads together.
    public int payloadBytes() {
        return header.payloadBytes();
    }

    /// When the request came.
    public Instant arrival() {
        return Instant.ofEpochMilli(header.arrivalMillis());
    }

    /// Tells the contents of frames apart, together with their counts.
    public int bodyChecksum() {
        return header.bodyChecksum();
    }

    /// Whether lengths, payloads and name are what was written.
    public boolean isSound() {
        return Frame.checksum(bytes, Frame.HEADER_BYTES, header.bodyBytes())
                == header.bodyChecksum();
    }

    /// The lengths of some of its records, an int each.
    public ByteBuffer lengths(int first, int count) {
        return ByteBuffer.wrap(
                        bytes,
                        Frame.HEADER_BYTES + first * Frame.LENGTH_BYTES,
                        count * Frame.LENGTH_BYTES)
                .slice();
    }

    /// Some bytes of its payloads, in a buffer with an accessible array.
    ///
    /// @param from how many bytes of payloads come before
    public ByteBuffer payloads(int from, int count) {
        return ByteBuffer.wrap(bytes, payloadsAt() + from, count).slice();
    }

    private int payloadsAt() {
        return Frame.HEADER_BYTES + header.recordCount() * Frame.LENGTH_BYTES;
    }

    /// What the request calls itself. Whether it is a repeat, a frame does not tell.
    public Optional<RequestName> name() {
        ByteBuffer name = ByteBuffer.wrap(bytes).position(payloadsAt() + header.payloadBytes());
        if (header.hasToken()) {
            return Optional.of(ClientToken.of(name));
        }
        return header.hasInvocation()
                ? Optional.of(new Invocation(name.getLong(), name.getLong(), false))
                : Optional.empty();
    }
}
