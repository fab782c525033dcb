package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out after a start what a log holds, and makes its end clean: what a crash left half
/// written is cut off; it was not acknowledged. What was acknowledged and is not readable is
/// damage, and is left alone.
///
///     found                           what it means                     what is done
///     no folder, or no segment in it  nothing was ever written          an empty log
///     a spare segment                 trimmed; perhaps half made into   removed
///                                     the next one
///     a scratch file                  what its reader had put there     removed
///                                     was in use
///     last segment: no valid header,  it was being created, so that     removed
///     and no longer than one          nothing was appended to it
///     any segment: no valid header    damage                            the log stops
///     in any other case
///     last segment: bytes after the   a write that was not forced       cut, with a warning
///     last sound frame
///     the same, of a segment that     frames of the segment that the    cut
///     was written over another, and   file was before: their salt is
///     no valid header begins there    another
///     a later frame calls the bytes   they were acknowledged, and are   the log stops
///     after the last sound frame      damaged
///     forced
///     the log ends before the         its end was taken away            the log stops
///     position that was noted
///
/// A log that stops is left as it is found, and says so until the next start. Whatever is kept is
/// forced, names and last segment: a process that was killed may have seen what no disk has yet.
/// Bodies of frames that a later frame calls forced are not looked at here, nor are frames of
/// earlier segments: they are checked when they are read. What a crash can leave of a checkpoint
/// stands above [CheckpointFile], and of the names of calls above [InvocationFiles].
final class Recovery {
    /// Headers are far apart when requests are large.
    private static final int SCAN_WINDOW_BYTES = 8 * 1024;

    private static final Logger LOG = System.getLogger(Recovery.class.getName());

    private final Disk disk;
    private final Path directory;
    private final long expectedEnd;

    /// @param expectedEnd up to which position records are known to have been acknowledged
    Recovery(Disk disk, Path directory, long expectedEnd) {
        this.disk = disk;
        this.directory = directory;
        this.expectedEnd = expectedEnd;
    }

    /// A log's segments and where the last of them ends; its bytes are forced.
    record Found(List<Segment> segments, Tail tail) {}

    /// The end of the last segment: its place in the log and in the file.
    record Tail(LogPoint end, long offset) {}

    /// Forces names and the last segment, were it only its header: when only the process was
    /// killed, what it had created, renamed or written is seen, but could still be lost.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such directory
    Found recover() throws IOException {
        for (Path name : disk.list(directory)) {
            if (SpareSegment.isName(name) || ScratchFile.isName(name)) {
                disk.delete(directory.resolve(name));
            }
        }
        disk.sync(directory);
        List<Segment> segments = segmentsIn();
        if (segments.isEmpty()) {
            return nothing();
        }
        return new Found(segments, cleanTail(segments.getLast()));
    }

    /// What a log holds that was never written to.
    ///
    /// @throws LogDamagedException when it was
    Found nothing() throws LogDamagedException {
        checkEnd(directory, 0, 0);
        return new Found(List.of(), new Tail(LogPoint.START, 0));
    }

    /// The end of a log looks the same whether a crash tore it or something took it away: only what
    /// was noted elsewhere tells.
    private void checkEnd(Path file, long offset, long position) throws LogDamagedException {
        if (position < expectedEnd) {
            throw tooShort(file, offset, expectedEnd, "the catalog", position);
        }
    }

    /// @param witness what knows of records up to the position `expected`
    static LogDamagedException tooShort(
            Path file, long offset, long expected, String witness, long position) {
        return new LogDamagedException(
                file,
                offset,
                "acknowledged records up to position %d, as %s notes".formatted(expected, witness),
                position == 0 ? "none" : "records up to position " + position);
    }

    private List<Segment> segmentsIn() throws IOException {
        List<Path> names = disk.list(directory).stream().filter(Segment::isName).toList();
        List<Segment> segments = new ArrayList<>();
        for (Path name : names) {
            Path file = directory.resolve(name);
            Optional<Segment> segment = Segment.open(disk, file);
            if (segment.isPresent()) {
                segments.add(segment.get());
            } else if (name.equals(names.getLast())) {
                disk.delete(file);
            } else {
                throw new LogDamagedException(file, 0, "a segment's header", "a shorter file");
            }
        }
        return segments;
    }

    private Tail cleanTail(Segment segment) throws IOException {
        Tail tail;
        long length;
        boolean isTorn;
        try (SegmentReader reader = new SegmentReader(disk, segment, SCAN_WINDOW_BYTES)) {
            length = reader.length();
            tail = soundEnd(reader, segment, forcedMark(reader, segment));
            isTorn = !segment.recycled() || reader.header(tail.offset()).isPresent();
            checkNothingForcedAfter(reader, tail.offset());
            checkEnd(segment.file(), tail.offset(), tail.end().position());
        }
        try (DiskFile file = disk.open(segment.file())) {
            if (tail.offset() < length) {
                if (isTorn) {
                    LOG.log(
                            Level.WARNING,
                            "Cut %d bytes off %s, after offset %d: what a crash left half written and was not acknowledged"
                                    .formatted(
                                            length - tail.offset(), segment.file(), tail.offset()));
                }
                file.truncate(tail.offset());
            }
            file.force();
        }
        return tail;
    }

    /// How far the frames themselves say that the segment was forced. Bodies before that mark need
    /// no check here: they are checked when they are read.
    private static long forcedMark(SegmentReader reader, Segment segment) throws IOException {
        long length = reader.length();
        long offset = Segment.HEADER_BYTES;
        long mark = offset;
        long position = segment.start().position();
        Optional<Frame.Header> header = reader.header(offset);
        while (header.isPresent()
                && header.get().firstPosition() == position
                && offset + header.get().lengthBytes() <= length) {
            mark = Math.max(mark, header.get().forcedBytes());
            offset += header.get().lengthBytes();
            position += header.get().recordCount();
            header = reader.header(offset);
        }
        return mark;
    }

    private static Tail soundEnd(SegmentReader reader, Segment segment, long forcedMark)
            throws IOException {
        long offset = Segment.HEADER_BYTES;
        LogPoint point = segment.start();
        Optional<Frame.Header> header = reader.header(offset);
        while (header.isPresent() && header.get().firstPosition() == point.position()) {
            Frame.Header frame = header.get();
            if (offset >= forcedMark && !reader.bodyIsSound(offset, frame)) {
                break;
            }
            offset += frame.lengthBytes();
            point = point.plus(frame.recordCount(), frame.payloadBytes());
            header = reader.header(offset);
        }
        return new Tail(point, offset);
    }

    /// A later frame that calls the bytes at `end` forced proves that they were acknowledged.
    static void checkNothingForcedAfter(SegmentReader reader, long end) throws IOException {
        Optional<Long> later = reader.nextHeader(end);
        while (later.isPresent()) {
            Frame.Header header = reader.header(later.get()).orElseThrow();
            if (header.forcedBytes() > end) {
                throw reader.damaged(
                        end, "a frame, since the one at " + later.get() + " was written after it");
            }
            later = reader.nextHeader(later.get() + 1);
        }
    }
}
