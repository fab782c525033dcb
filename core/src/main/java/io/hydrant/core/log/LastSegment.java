package io.hydrant.core.log;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The segment that a log is written to, until it is full and another is begun: its file, and how
/// much of it is forced. What lies behind is of no account, and is cut off before anything else is
/// written there. For the thread that writes.
final class LastSegment {
    private static final Logger LOG = System.getLogger(LastSegment.class.getName());

    private final Path directory;
    private final DurableLog log;
    private final LogParts parts;
    private final Segments segments;
    private final SpareSegment spare;

    /// Where its forced bytes end. Read by threads that trim.
    private volatile long forcedBytes;

    /// Its file, when it is open.
    private @Nullable DiskFile active;

    /// Whether there may be bytes after the forced ones.
    private volatile boolean untidy;

    /// Whether its file may be longer than what it holds, and than what a log keeps that rests.
    /// Read by threads that trim.
    private volatile boolean mayBeLong;

    /// Whether the file of a segment may exist that is not part of the log yet. Until it is,
    /// nothing may be appended to the segment before: a start would take the new one for the end of
    /// the log.
    private boolean isNextBegun;

    LastSegment(
            Path directory,
            DurableLog log,
            LogParts parts,
            Segments segments,
            SpareSegment spare,
            long forcedBytes) {
        this.directory = directory;
        this.log = log;
        this.parts = parts;
        this.segments = segments;
        this.spare = spare;
        this.forcedBytes = forcedBytes;
        this.mayBeLong = !segments.isEmpty() && segments.now().last().recycled();
    }

    /// Where the next frame comes.
    LogPlace end() {
        Segments.Contents now = segments.now();
        return new LogPlace(now.end(), now.last().start().position(), forcedBytes);
    }

    /// The file, with nothing after its forced bytes and with room for more; begins a segment when
    /// the log has none, or the last is full.
    DiskFile ready() throws IOException {
        if (segments.isEmpty()) {
            return begin(false);
        }
        DiskFile file = abandoned();
        boolean hasRoom = forcedBytes < parts.settings().segmentBytes() && !isNextBegun;
        return hasRoom ? file : begin(true);
    }

    /// The file, with nothing in it of an append that failed.
    DiskFile abandoned() throws IOException {
        DiskFile file = open();
        if (untidy && !tidy()) {
            throw new IOException("Cannot cut what a failed append left in " + directory);
        }
        return file;
    }

    /// Whether there may be something of an append that failed.
    boolean isUntidy() {
        return untidy;
    }

    private DiskFile open() throws IOException {
        DiskFile open = active;
        if (open == null) {
            open = parts.disk().open(segments.now().last().file());
            active = open;
            parts.openLogs().opened(log);
        }
        return open;
    }

    private DiskFile begin(boolean mayRecycle) throws IOException {
        isNextBegun = true;
        LogPoint start = segments.end();
        int salt = parts.random().nextInt();
        Optional<Segment> recycled = mayRecycle ? spare.take(start, salt) : Optional.empty();
        Segment segment =
                recycled.isPresent()
                        ? recycled.get()
                        : Segment.create(parts.disk(), directory, start, salt);
        close();
        segments.add(segment);
        mayBeLong = segment.recycled();
        forcedBytes = Segment.HEADER_BYTES;
        isNextBegun = false;
        return open();
    }

    /// From now on there may be something behind the forced bytes.
    void writing() {
        untidy = true;
    }

    /// All that was written, up to this offset, counts.
    void forced(long offset) {
        forcedBytes = offset;
        untidy = false;
    }

    /// Cuts what a failed append left, if anything, now or before the next one, so that nothing of
    /// it counts later. Whether nothing is left.
    boolean tidy() {
        if (untidy && active != null) {
            try {
                cut(active);
            } catch (IOException | RuntimeException | Error e) {
                LOG.log(Level.DEBUG, "Nothing could be cut off in " + directory, e);
            }
        }
        return !untidy;
    }

    private void cut(DiskFile file) throws IOException {
        untidy = true;
        file.truncate(forcedBytes);
        file.force();
        untidy = false;
    }

    /// Whether there is something to shrink.
    boolean isLong() {
        return forcedBytes > parts.settings().restBytes() || mayBeLong || untidy;
    }

    /// When everything in it is done with, it is not kept if it is large, and neither is what is
    /// left in its file of the segment that it was before, or of an append that failed.
    void shrink() throws IOException {
        if (untidy && !tidy()) {
            return;
        }
        if (forcedBytes > parts.settings().restBytes()) {
            begin(false);
        } else if (mayBeLong) {
            DiskFile file = open();
            if (file.length() > parts.settings().restBytes()) {
                cut(file);
            }
            mayBeLong = false;
        }
    }

    /// Cuts off what its file was before, which spares the next start the search for records there.
    void cutOldBytes() {
        if (active != null && segments.now().last().recycled()) {
            untidy = true;
            tidy();
        }
    }

    /// Closes its file; the next write opens it again.
    void close() throws IOException {
        DiskFile open = active;
        active = null;
        if (open != null) {
            try (open) {
                parts.openLogs().closed(log);
            }
        }
    }
}
