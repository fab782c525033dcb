package io.hydrant.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
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
    private final int clearPrint;

    private LooseFrame(byte[] bytes, int clearPrint) {
        this.bytes = bytes;
        this.header = Frame.Header.read(bytes, 0);
        this.clearPrint = clearPrint;
    }

    /// The frame of a request.
    public static LooseFrame of(RecordBatch batch, Instant arrival) {
        Frame frame = new Frame(batch);
        return new LooseFrame(frame.toBytes(arrival.toEpochMilli()), frame.clearPrint());
    }

    /// The same without the name of its request.
    public LooseFrame unnamed() {
        RecordBatch records =
                RecordBatch.packed(lengths(0, recordCount()), payloads(0, payloadBytes()));
        return of(
                header.isSealed() ? records.carrying(FrameSeal.carried(seal())) : records,
                arrival());
    }

    /// Reads what [#bytes] told; empty when it is not what was written. The body is not looked at:
    /// [#isSound] does that.
    public static Optional<LooseFrame> read(byte[] bytes) {
        boolean isFrame =
                bytes.length >= Frame.HEADER_BYTES && Frame.Header.isAt(bytes, 0, NO_SALT);
        return isFrame && Frame.Header.read(bytes, 0).lengthBytes() == bytes.length
                ? Optional.of(read(bytes, Frame.Header.read(bytes, 0)))
                : Optional.empty();
    }

    private static LooseFrame read(byte[] bytes, Frame.Header header) {
        int print =
                header.isSealed() ? FrameSeal.print(ByteBuffer.wrap(bytes)) : header.bodyChecksum();
        return new LooseFrame(bytes, print);
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
    public int print() {
        return header.isSealed() ? FrameSeal.print(ByteBuffer.wrap(bytes)) : header.bodyChecksum();
    }

    /// The same of a frame that was just made, as if it were kept in clear.
    public int clearPrint() {
        return clearPrint;
    }

    /// Whether its payloads are encrypted.
    public boolean isSealed() {
        return header.isSealed();
    }

    private ByteBuffer seal() {
        return ByteBuffer.wrap(bytes).slice(bytes.length - header.sealBytes(), header.sealBytes());
    }

    /// Some bytes of its payloads, decrypted, in a buffer with an accessible array.
    ///
    /// @throws IOException when the key is not to be had now
    /// @throws GeneralSecurityException when they are not what was encrypted for this log
    public ByteBuffer opened(String logId, LogSeals seals, int from, int count)
            throws IOException, GeneralSecurityException {
        return OpenedFrame.of(logId, seals, new Stored(this)).payloads(from, count);
    }

    private record Stored(LooseFrame frame) implements OpenedFrame.Stored {
        @Override
        public int payloadBytes() {
            return frame.payloadBytes();
        }

        @Override
        public ByteBuffer lengths() {
            return frame.lengths(0, frame.recordCount());
        }

        @Override
        public ByteBuffer payloads(int from, int bytes) {
            return frame.payloads(from, bytes);
        }

        @Override
        public ByteBuffer seal() {
            return frame.seal();
        }
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
