package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads every frame of a log and what is kept beside them, and changes nothing: unlike a start,
/// which makes the log's end clean and reads bodies only when they are delivered. For one thread;
/// nobody writes to the log meanwhile.
public final class LogCheck {
    private static final int WINDOW_BYTES = 256 * 1024;

    /// What was found.
    ///
    /// @param records whole ones, in all segments
    /// @param bytes of all segments
    /// @param end the position behind the last record that can be read
    /// @param lacking how many records cannot be read that were acknowledged and, as far as the
    ///   checkpoint tells, not delivered
    /// @param tornBytes behind the last whole frame, when nothing tells that they were
    ///   acknowledged: what a crash leaves half written. The next start cuts it.
    /// @param damage of records that were acknowledged, or of a checkpoint
    /// @param delivered damage of records that nobody needs anymore
    public record Report(
            long records,
            long bytes,
            long end,
            long lacking,
            long tornBytes,
            List<LogDamagedException> damage,
            List<LogDamagedException> delivered) {
        public Report {
            delivered = List.copyOf(delivered);
            damage = List.copyOf(damage);
        }
    }

    private final Disk disk;
    private final Path directory;
    private final List<LogDamagedException> damage = new ArrayList<>();
    private final List<LogDamagedException> delivered = new ArrayList<>();
    private long records;
    private long bytes;
    private long lacking;
    private long tornBytes;

    /// Up to where records were read: a place in a file, and the position behind them.
    private Path lastFile;

    private long offset;
    private long reached;

    /// From which position on records are needed.
    private long from;

    /// Whether the segment that was looked at last is damaged.
    private boolean isDamaged;

    private LogCheck(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
        this.lastFile = directory;
    }

    /// @param directory of the log; a log that was never written to has none
    /// @param expectedEnd up to which position records are known to have been acknowledged
    /// @param checkpoints reads the documents of the log's readers
    public static Report of(
            Disk disk, Path directory, long expectedEnd, Function<byte[], LogNeed> checkpoints)
            throws IOException {
        LogCheck check = new LogCheck(disk, directory);
        try {
            check.look(expectedEnd, checkpoints);
        } catch (NoSuchFileException e) {
            check.end(expectedEnd, 0);
        }
        return new Report(
                check.records,
                check.bytes,
                check.reached,
                check.lacking,
                check.tornBytes,
                check.damage,
                check.delivered);
    }

    private void look(long expectedEnd, Function<byte[], LogNeed> checkpoints) throws IOException {
        List<Path> names = disk.list(directory);
        List<Path> segments = names.stream().filter(Segment::isName).toList();
        Optional<LogNeed> need = needOfAll(names, !segments.isEmpty(), checkpoints);
        from = need.map(LogNeed::from).orElseGet(() -> firstPosition(segments));
        reached = from;
        for (Path name : segments) {
            try {
                boolean isAfterDamage = isDamaged;
                isDamaged = true;
                segment(
                        name,
                        name.equals(segments.getFirst()),
                        name.equals(segments.getLast()),
                        isAfterDamage);
                isDamaged = false;
            } catch (LogDamagedException e) {
                damage.add(e);
            }
        }
        end(expectedEnd, need.map(LogNeed::until).orElse(0L));
        try {
            checkpoint(TokenMemory.FILE, names, false);
        } catch (LogDamagedException e) {
            damage.add(e);
        }
    }

    /// Without a checkpoint nobody knows what is needed before that.
    private static long firstPosition(List<Path> segments) {
        return segments.isEmpty() ? 0 : Segment.firstPosition(segments.getFirst());
    }

    private void segment(Path name, boolean isFirst, boolean isLast, boolean isAfterDamage)
            throws IOException {
        Path file = directory.resolve(name);
        lastFile = file;
        offset = 0;
        Optional<Segment> opened = Segment.open(disk, file);
        if (opened.isEmpty()) {
            if (!isLast) {
                throw new LogDamagedException(file, 0, "a segment's header", "a shorter file");
            }
            return;
        }
        Segment segment = opened.get();
        begin(segment, isFirst, isAfterDamage);
        try (SegmentReader reader = new SegmentReader(disk, segment, WINDOW_BYTES)) {
            bytes += reader.length();
            frames(reader, segment, isLast);
        }
    }

    /// What lies before the records that are needed may be there, and need not be.
    private void begin(Segment segment, boolean isFirst, boolean isAfterDamage) {
        long start = segment.start().position();
        boolean isContinued = isFirst ? start <= reached : start == reached;
        if (!isContinued && !isAfterDamage) {
            damage.add(
                    new LogDamagedException(
                            segment.file(),
                            0,
                            (isFirst
                                            ? "records from position "
                                            : "a segment that begins at position ")
                                    + reached,
                            "position " + start));
        }
        lacking += Math.max(0, start - Math.max(reached, from));
    }

    private void frames(SegmentReader reader, Segment segment, boolean isLast) throws IOException {
        offset = Segment.HEADER_BYTES;
        LogPoint point = segment.start();
        reached = point.position();
        Optional<Frame.Header> header = reader.header(offset);
        while (header.isPresent() && header.get().firstPosition() == point.position()) {
            Frame.Header frame = header.get();
            LogPoint next = point.plus(frame.recordCount(), frame.payloadBytes());
            if (reader.bodyIsSound(offset, frame)) {
                records += frame.recordCount();
            } else if (isFollowed(reader, offset + frame.lengthBytes(), next)) {
                damaged(reader, point, next);
            } else {
                break;
            }
            offset += frame.lengthBytes();
            point = next;
            reached = point.position();
            header = reader.header(offset);
        }
        if (isLast) {
            tornBytes = segment.recycled() && header.isEmpty() ? 0 : reader.length() - offset;
            Recovery.checkNothingForcedAfter(reader, offset);
        } else if (offset < reader.length() && (!segment.recycled() || header.isPresent())) {
            throw reader.damaged(offset, "a frame that begins at " + point.position());
        }
    }

    private static boolean isFollowed(SegmentReader reader, long offset, LogPoint next)
            throws IOException {
        return reader.header(offset)
                .filter(frame -> frame.firstPosition() == next.position())
                .isPresent();
    }

    /// The records of one request are damaged; those behind them are not.
    private void damaged(SegmentReader reader, LogPoint start, LogPoint end) throws IOException {
        LogDamagedException found = reader.damaged(offset, "records from " + start.position());
        if (end.position() <= from) {
            delivered.add(found);
        } else {
            damage.add(found);
            lacking += end.position() - Math.max(start.position(), from);
        }
    }

    /// The end looks the same whether a crash tore it or something took it away: the catalog and
    /// the checkpoint tell what was there.
    private void end(long noted, long delivered) {
        long expected = Math.max(noted, delivered);
        lacking += Math.max(0, expected - Math.max(reached, from));
        if (reached < expected && !isDamaged) {
            damage.add(
                    Recovery.tooShort(
                            lastFile,
                            offset,
                            expected,
                            expected == noted ? "the catalog" : "the checkpoint",
                            reached));
            isDamaged = true;
        }
        if (isDamaged) {
            tornBytes = 0;
        }
    }

    /// What delivery needs, and the backup, if there is one; empty when that cannot be told.
    private Optional<LogNeed> needOfAll(
            List<Path> names, boolean isExpected, Function<byte[], LogNeed> checkpoints)
            throws IOException {
        Optional<LogNeed> delivery = need(DurableLog.CHECKPOINT, names, isExpected, checkpoints);
        boolean hasBackup = delivery.map(LogNeed::isBackedUp).orElse(false);
        if (!hasBackup && !isThere(BackupLog.CHECKPOINT, names)) {
            return delivery;
        }
        Optional<LogNeed> backup = need(BackupLog.CHECKPOINT, names, hasBackup, checkpoints);
        return delivery.flatMap(need -> backup.map(need::and));
    }

    private boolean isThere(String name, List<Path> names) throws IOException {
        return names.contains(Path.of(name))
                || new CheckpointFile(disk, directory, name).isBeingReplaced();
    }

    /// Empty when the checkpoint cannot be read.
    private Optional<LogNeed> need(
            String name,
            List<Path> names,
            boolean isExpected,
            Function<byte[], LogNeed> checkpoints)
            throws IOException {
        try {
            Optional<byte[]> document = checkpoint(name, names, isExpected);
            return Optional.of(document.map(checkpoints).orElse(LogNeed.ALL));
        } catch (LogDamagedException e) {
            damage.add(e);
        } catch (IllegalArgumentException e) {
            damage.add(
                    new LogDamagedException(
                            directory.resolve(name),
                            0,
                            "a checkpoint that this version reads",
                            String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private Optional<byte[]> checkpoint(String name, List<Path> names, boolean isExpected)
            throws IOException {
        if (isExpected && !isThere(name, names)) {
            throw new LogDamagedException(directory.resolve(name), 0, "a checkpoint", "no file");
        }
        return new CheckpointFile(disk, directory, name).readAsFound();
    }
}
