package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Reads frames of one segment through a window, which grows to the largest frame whose body is
/// read. For one thread.
final class SegmentReader implements AutoCloseable {
    private final Segment segment;
    private final DiskFile file;
    private final int windowBytes;
    private ByteBuffer window;

    /// Where in the file the window begins.
    private long windowOffset;

    /// `windowBytes` are read at a time: few when only headers are wanted.
    SegmentReader(Disk disk, Segment segment, int windowBytes) throws IOException {
        this.segment = segment;
        this.windowBytes = windowBytes;
        this.window = ByteBuffer.allocate(windowBytes).limit(0);
        this.file = disk.openForReading(segment.file()); // last: who fails leaves no file open
    }

    Segment segment() {
        return segment;
    }

    long length() throws IOException {
        return file.length();
    }

    /// The header of the frame at `offset`; empty when there is none that is valid.
    Optional<Frame.Header> header(long offset) throws IOException {
        if (!have(offset, Frame.HEADER_BYTES)) {
            return Optional.empty();
        }
        int at = indexOf(offset);
        return Frame.Header.isAt(window.array(), at, segment.salt())
                ? Optional.of(Frame.Header.read(window.array(), at))
                : Optional.empty();
    }

    /// Whether the whole frame at `offset`, whose header is given, is there and its body is what
    /// was written.
    boolean bodyIsSound(long offset, Frame.Header header) throws IOException {
        if (header.payloadBytes() < 0 || !have(offset, header.lengthBytes())) {
            return false;
        }
        int at = indexOf(offset) + Frame.HEADER_BYTES;
        return Frame.checksum(window.array(), at, header.bodyBytes()) == header.bodyChecksum();
    }

    /// The lengths and payloads of a frame, valid until the next call. Without a check.
    ByteBuffer lengths(long offset, Frame.Header header) throws IOException {
        return lengths(offset, header, 0, header.recordCount());
    }

    /// The lengths of some records of a frame, valid until the next call. Without a check.
    ByteBuffer lengths(long offset, Frame.Header header, int first, int count) throws IOException {
        Objects.checkFromIndexSize(first, count, header.recordCount());
        return part(
                offset + Frame.HEADER_BYTES + (long) first * Frame.LENGTH_BYTES,
                count * Frame.LENGTH_BYTES,
                "%d lengths".formatted(count));
    }

    /// Some bytes of a frame's payloads, valid until the next call. Without a check.
    ByteBuffer payloads(long offset, Frame.Header header, int from, int bytes) throws IOException {
        Objects.checkFromIndexSize(from, bytes, header.payloadBytes());
        long payloads =
                offset + Frame.HEADER_BYTES + (long) header.recordCount() * Frame.LENGTH_BYTES;
        return part(payloads + from, bytes, "%d bytes of payload".formatted(bytes));
    }

    private ByteBuffer part(long at, int bytes, String what) throws IOException {
        if (!have(at, bytes)) {
            throw damaged(at, what);
        }
        return window.slice(indexOf(at), bytes);
    }

    /// The frame's payloads, after a check of the body; valid until the next call.
    ByteBuffer payloads(long offset, Frame.Header header) throws IOException {
        if (!bodyIsSound(offset, header)) {
            throw damaged(offset, "a body with checksum %08x".formatted(header.bodyChecksum()));
        }
        int at = header.recordCount() * Frame.LENGTH_BYTES + Frame.HEADER_BYTES;
        return window.slice(indexOf(offset) + at, header.payloadBytes());
    }

    /// The token of a frame that has one. Without a check.
    ClientToken token(long offset, Frame.Header header) throws IOException {
        long at = offset + header.lengthBytes() - header.sealBytes() - ClientToken.BYTES;
        if (!have(at, ClientToken.BYTES)) {
            throw damaged(at, "a client token");
        }
        try {
            return ClientToken.of(window.slice(indexOf(at), ClientToken.BYTES));
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw damaged(at, "a client token");
        }
    }

    /// The invocation's id of a frame that has one, valid until the next call. Without a check.
    ByteBuffer invocation(long offset, Frame.Header header) throws IOException {
        long at = offset + header.lengthBytes() - header.sealBytes() - Invocation.BYTES;
        if (!have(at, Invocation.BYTES)) {
            throw damaged(at, "an invocation's id");
        }
        return window.slice(indexOf(at), Invocation.BYTES);
    }

    /// The seal of a frame that has one, valid until the next call. Without a check.
    ByteBuffer seal(long offset, Frame.Header header) throws IOException {
        int bytes = header.sealBytes();
        return part(offset + header.lengthBytes() - bytes, bytes, "a seal");
    }

    LogDamagedException damaged(long offset, String expected) throws IOException {
        have(offset, Frame.HEADER_BYTES);
        StringBuilder found = new StringBuilder();
        for (int i = indexOf(offset); i < window.limit() && found.length() < 48; i++) {
            found.append("%02x".formatted(window.get(i)));
        }
        return new LogDamagedException(
                segment.file(),
                offset,
                expected,
                found.isEmpty() ? "the end of the file" : found.toString());
    }

    /// Where, from `from` on, the next valid header begins; empty when there is none.
    Optional<Long> nextHeader(long from) throws IOException {
        long length = length();
        for (long offset = from; offset + Frame.HEADER_BYTES <= length; offset++) {
            if (!have(offset, Frame.HEADER_BYTES)) {
                return Optional.empty();
            }
            int at = indexOf(offset);
            if (Frame.isMagic(window.getInt(at))
                    && Frame.Header.isAt(window.array(), at, segment.salt())) {
                return Optional.of(offset);
            }
        }
        return Optional.empty();
    }

    private int indexOf(long offset) {
        return (int) (offset - windowOffset);
    }

    /// Brings the bytes into the window; false when the file ends before.
    private boolean have(long offset, int bytes) throws IOException {
        if (!isInWindow(offset, bytes)) {
            refill(offset, bytes);
        }
        return isInWindow(offset, bytes);
    }

    private boolean isInWindow(long offset, int bytes) {
        return offset >= windowOffset && offset + bytes <= windowOffset + window.limit();
    }

    private void refill(long offset, int bytes) throws IOException {
        if (bytes > window.capacity()) {
            window = ByteBuffer.allocate(bytes);
        }
        window.clear().limit(Math.max(bytes, windowBytes));
        windowOffset = offset;
        Segment.readFully(file, window, offset);
        window.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
