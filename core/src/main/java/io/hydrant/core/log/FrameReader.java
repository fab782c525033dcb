package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the frames of a log's segments. For one thread.
final class FrameReader implements LogReader {
    private final Disk disk;
    private final List<Segment> segments;
    private final LogPoint logEnd;
    private final int windowBytes;
    private final DurableLog log;

    private int segmentIndex;
    private @Nullable SegmentReader reader;
    private Frame.@Nullable Header header;

    /// Of the frame that is shown; before the first, of where reading begins.
    private LogPoint start;

    private long offset;

    /// Of the frame after.
    private LogPoint end;

    private long nextOffset;

    /// Of the frame that is shown, if its records are encrypted and some were asked for.
    private @Nullable OpenedFrame opened;

    FrameReader(
            Disk disk,
            DurableLog log,
            List<Segment> segments,
            LogPoint logEnd,
            LogPlace from,
            int windowBytes) {
        this.disk = disk;
        this.log = log;
        this.segments = segments;
        this.logEnd = logEnd;
        this.windowBytes = windowBytes;
        this.segmentIndex = indexOf(segments, from);
        this.start = from.start();
        this.end = from.start();
        this.offset = offsetIn(segments, segmentIndex, from);
        this.nextOffset = offset;
    }

    @Override
    public boolean next() throws IOException {
        if (end.position() >= logEnd.position()) {
            return false;
        }
        SegmentReader at = segmentOfNext();
        start = end;
        offset = nextOffset;
        Frame.Header found = at.header(offset).orElse(null);
        if (found == null || found.firstPosition() != start.position()) {
            throw stopped(at.damaged(offset, "a frame that begins at " + start.position()));
        }
        header = found;
        opened = null;
        end = start.plus(found.recordCount(), found.payloadBytes());
        nextOffset = offset + found.lengthBytes();
        return true;
    }

    private SegmentReader segmentOfNext() throws IOException {
        boolean another =
                segmentIndex + 1 < segments.size()
                        && segments.get(segmentIndex + 1).start().position() == end.position();
        if (another) {
            close();
            segmentIndex++;
            nextOffset = Segment.HEADER_BYTES;
        }
        SegmentReader open = reader;
        if (open == null) {
            open = new SegmentReader(disk, segments.get(segmentIndex), windowBytes);
            reader = open;
        }
        return open;
    }

    @Override
    public LogPoint start() {
        return start;
    }

    @Override
    public LogPoint end() {
        return end;
    }

    @Override
    public Instant arrival() {
        return Instant.ofEpochMilli(header().arrivalMillis());
    }

    /// Where this frame lies.
    LogPlace place() {
        return new LogPlace(start, segments.get(segmentIndex).start().position(), offset);
    }

    /// Where the frame after this one lies, or will.
    LogPlace nextPlace() {
        return new LogPlace(end, segments.get(segmentIndex).start().position(), nextOffset);
    }

    @Override
    public ByteBuffer lengths() throws IOException {
        return segment().lengths(offset, header());
    }

    @Override
    public ByteBuffer lengths(int first, int count) throws IOException {
        return segment().lengths(offset, header(), first, count);
    }

    @Override
    public ByteBuffer payloads(int from, int bytes) throws IOException {
        return header().isSealed()
                ? decrypted(from, bytes)
                : segment().payloads(offset, header(), from, bytes);
    }

    @Override
    public ByteBuffer payloads() throws IOException {
        ByteBuffer stored = checked();
        return header().isSealed() ? decrypted(0, header().payloadBytes()) : stored;
    }

    @Override
    public boolean isSealed() {
        return header().isSealed();
    }

    @Override
    public void check() throws IOException {
        checked();
    }

    /// The payloads as they are stored.
    private ByteBuffer checked() throws IOException {
        try {
            return segment().payloads(offset, header());
        } catch (LogDamagedException e) {
            throw stopped(e);
        }
    }

    private ByteBuffer decrypted(int from, int bytes) throws IOException {
        try {
            OpenedFrame frame = opened;
            if (frame == null) {
                frame =
                        OpenedFrame.of(
                                log.id(), log.seals(), new Stored(segment(), offset, header()));
                if (!frame.isAt(start.position(), header().arrivalMillis())) {
                    throw new GeneralSecurityException("The frame is of another place");
                }
                opened = frame;
            }
            return frame.payloads(from, bytes);
        } catch (GeneralSecurityException e) {
            throw stopped(segment().damaged(offset, "records as they were encrypted for here"));
        }
    }

    private record Stored(SegmentReader segment, long offset, Frame.Header header)
            implements OpenedFrame.Stored {
        @Override
        public int payloadBytes() {
            return header.payloadBytes();
        }

        @Override
        public ByteBuffer lengths() throws IOException {
            return segment.lengths(offset, header);
        }

        @Override
        public ByteBuffer payloads(int from, int bytes) throws IOException {
            return segment.payloads(offset, header, from, bytes);
        }

        @Override
        public ByteBuffer seal() throws IOException {
            return segment.seal(offset, header);
        }
    }

    /// The records as they are stored, with their request's name, to be carried elsewhere.
    RecordBatch carried() throws IOException {
        ByteBuffer payloads = checked(); // first: all of the frame is in the window then
        RecordBatch records = RecordBatch.packed(lengths(), payloads).named(name());
        return header().isSealed()
                ? records.carrying(FrameSeal.carried(segment().seal(offset, header())))
                : records;
    }

    /// By which repeats of the request are known that brought this frame.
    private int print() throws IOException {
        return header().isSealed()
                ? FrameSeal.print(segment().seal(offset, header()))
                : header().bodyChecksum();
    }

    /// Tells the memory of the request that brought this frame, if it named itself.
    void tellToken(TokenMemory memory) throws IOException {
        if (header().hasToken()) {
            int print = print();
            memory.found(segment().token(offset, header()), header(), print);
        }
    }

    /// What the request that brought this frame called itself.
    Optional<RequestName> name() throws IOException {
        if (header().hasToken()) {
            return Optional.of(segment().token(offset, header()));
        }
        if (!header().hasInvocation()) {
            return Optional.empty();
        }
        ByteBuffer id = segment().invocation(offset, header());
        return Optional.of(new Invocation(id.getLong(), id.getLong(), false));
    }

    /// The request that brought this frame, if an SDK named it.
    Optional<TakenRequest> invocation() throws IOException {
        if (!header().hasInvocation()) {
            return Optional.empty();
        }
        int print = print();
        return Optional.of(
                TakenRequest.of(header(), print, segment().invocation(offset, header())));
    }

    private Frame.Header header() {
        Frame.Header shown = header;
        if (shown == null) {
            throw new IllegalStateException("No frame is shown before the first next()");
        }
        return shown;
    }

    private SegmentReader segment() {
        SegmentReader open = reader;
        if (open == null) {
            throw new IllegalStateException("The reader is closed, or was not moved yet");
        }
        return open;
    }

    private LogDamagedException stopped(LogDamagedException damage) {
        log.stop(damage);
        return damage;
    }

    /// The segment that a place names; or, when the log has begun a new one just there and trimmed
    /// the other, the new one.
    private static int indexOf(List<Segment> segments, LogPlace place) {
        for (int i = 0; i < segments.size(); i++) {
            long first = segments.get(i).start().position();
            if (first == place.segment() || first == place.start().position()) {
                return i;
            }
        }
        if (segments.isEmpty()) {
            return 0;
        }
        throw new IllegalStateException("No segment for %s in %s".formatted(place, segments));
    }

    private static long offsetIn(List<Segment> segments, int index, LogPlace place) {
        boolean isNamed =
                segments.isEmpty() || segments.get(index).start().position() == place.segment();
        return isNamed ? place.offset() : Segment.HEADER_BYTES;
    }

    @Override
    public void close() throws IOException {
        SegmentReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
