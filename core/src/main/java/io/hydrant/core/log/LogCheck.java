package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads every frame of a log and what is kept beside them, and changes nothing: unlike a start,
/// which makes the log's end clean and reads bodies only when they are delivered. For one thread;
/// nobody writes to the log meanwhile.
public final class LogCheck {
    private static final int WINDOW_BYTES = 256 * 1024;

    /// What was found.
    ///
    /// @param records whole ones, in all segments
    /// @param bytes of all segments
    /// @param tornBytes behind the last whole frame: what a crash left half written and was not
    ///   acknowledged. The next start cuts it.
    /// @param damage of records that were acknowledged, or of a checkpoint
    public record Report(
            long records, long bytes, long tornBytes, List<LogDamagedException> damage) {
        public Report {
            damage = List.copyOf(damage);
        }
    }

    private final Disk disk;
    private final Path directory;
    private final List<LogDamagedException> damage = new ArrayList<>();
    private long records;
    private long bytes;
    private long tornBytes;

    private LogCheck(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// @param directory of the log; a log that was never written to has none
    public static Report of(Disk disk, Path directory) throws IOException {
        LogCheck check = new LogCheck(disk, directory);
        try {
            check.look();
        } catch (NoSuchFileException e) {
            return new Report(0, 0, 0, List.of());
        }
        return new Report(check.records, check.bytes, check.tornBytes, check.damage);
    }

    private void look() throws IOException {
        List<Path> names = disk.list(directory);
        List<Path> segments = names.stream().filter(Segment::isName).toList();
        Optional<LogPoint> end = Optional.empty();
        for (Path name : segments) {
            try {
                end = segment(name, name.equals(segments.getLast()), end);
            } catch (LogDamagedException e) {
                damage.add(e);
                end = Optional.empty();
            }
        }
        checkpoint(DurableLog.CHECKPOINT, names, !segments.isEmpty());
        checkpoint(TokenMemory.FILE, names, false);
    }

    /// @param before where the segment before it ended, when that is known
    private Optional<LogPoint> segment(Path name, boolean isLast, Optional<LogPoint> before)
            throws IOException {
        Path file = directory.resolve(name);
        Optional<Segment> opened = Segment.open(disk, file);
        if (opened.isEmpty()) {
            if (!isLast) {
                throw new LogDamagedException(file, 0, "a segment's header", "a shorter file");
            }
            return before;
        }
        Segment segment = opened.get();
        if (before.isPresent() && before.get().position() != segment.start().position()) {
            damage.add(
                    new LogDamagedException(
                            file,
                            0,
                            "a segment that begins at position " + before.get().position(),
                            "position " + segment.start().position()));
        }
        try (SegmentReader reader = new SegmentReader(disk, segment, WINDOW_BYTES)) {
            bytes += reader.length();
            return Optional.of(frames(reader, segment, isLast));
        }
    }

    private LogPoint frames(SegmentReader reader, Segment segment, boolean isLast)
            throws IOException {
        long offset = Segment.HEADER_BYTES;
        LogPoint point = segment.start();
        Optional<Frame.Header> header = reader.header(offset);
        while (header.isPresent()
                && header.get().firstPosition() == point.position()
                && reader.bodyIsSound(offset, header.get())) {
            offset += header.get().lengthBytes();
            point = point.plus(header.get().recordCount(), header.get().payloadBytes());
            header = reader.header(offset);
        }
        records += point.position() - segment.start().position();
        if (isLast) {
            Recovery.checkNothingForcedAfter(reader, offset);
            tornBytes = segment.recycled() && header.isEmpty() ? 0 : reader.length() - offset;
        } else if (offset < reader.length() && (!segment.recycled() || header.isPresent())) {
            throw reader.damaged(offset, "a frame that begins at " + point.position());
        }
        return point;
    }

    private void checkpoint(String name, List<Path> names, boolean isExpected) throws IOException {
        Path file = Path.of(name);
        boolean isBeingReplaced =
                names.contains(Path.of(name + ".new")) && names.contains(Path.of(name + ".old"));
        try {
            if (isExpected && !names.contains(file) && !isBeingReplaced) {
                throw new LogDamagedException(
                        directory.resolve(file), 0, "a checkpoint", "no file");
            }
            new CheckpointFile(disk, directory, name).read();
        } catch (LogDamagedException e) {
            damage.add(e);
        }
    }
}
