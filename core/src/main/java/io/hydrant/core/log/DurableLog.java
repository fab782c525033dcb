package io.hydrant.core.log;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A log that is a directory of segments. What [#append] has taken is on stable storage; only that
/// is shown to readers. Nothing is in memory but where the log begins and ends, and where some of
/// its frames lie; a log that rests has no open file. Safe for use from many threads.
public final class DurableLog implements StreamLog {
    /// The name of the document of its reader.
    static final String CHECKPOINT = "checkpoint";

    /// Bytes after which the next segment is begun. Smaller ones free the disk sooner, larger ones
    /// cost fewer directory writes.
    static final long SEGMENT_BYTES = 64L * 1024 * 1024;

    /// A log of which everything is delivered keeps no more than this.
    static final long REST_BYTES = 1024L * 1024;

    /// Enough for headers that lie close together.
    private static final int SCAN_WINDOW_BYTES = 8 * 1024;

    private static final int READ_WINDOW_BYTES = 256 * 1024;

    private static final Logger LOG = System.getLogger(DurableLog.class.getName());

    private final Path directory;
    private final LogParts parts;
    private final ReaderCheckpoint checkpoint;
    private final NamedRequests requests;
    private final SpareSegment spare;
    private final GroupCommit commits = new GroupCommit(this::write);
    private final Landmarks landmarks = new Landmarks();
    private volatile Runnable onAppend = () -> {};
    private volatile Contents contents;
    private volatile @Nullable LogDamagedException damage;

    /// Where the forced bytes of the last segment end. Changed by the thread that writes.
    private volatile long forcedBytes;

    /// The last segment, when it is open for writing. Used by the thread that writes.
    private @Nullable DiskFile active;

    /// Whether the last segment may hold bytes after the forced ones. Used by the thread that
    /// writes.
    private boolean untidy;

    /// Whether the file of the last segment may be longer than what it holds, and than what a log
    /// keeps that rests. Changed by the thread that writes.
    private volatile boolean mayBeLong;

    /// Whether the file of a segment may exist that is not part of the log yet. Until it is,
    /// nothing may be appended to the segment before: a start would take the new one for the end of
    /// the log. Used by the thread that writes.
    private boolean isNextBegun;

    /// Whether the listener took in the last append. Used by the thread that writes.
    private boolean isHeard = true;

    /// Segments in order; the last is the one that is appended to. `end` is forced.
    private record Contents(List<Segment> segments, LogPoint end) {}

    private DurableLog(Path directory, LogParts parts, Recovery.Found found) {
        this.directory = directory;
        this.parts = parts;
        this.checkpoint =
                new ReaderCheckpoint(new CheckpointFile(parts.disk(), directory, CHECKPOINT));
        this.spare = new SpareSegment(parts.disk(), directory);
        this.contents = new Contents(List.copyOf(found.segments()), found.tail().end());
        this.forcedBytes = found.tail().offset();
        this.requests = new NamedRequests(this, parts, commits, found.tail().end().position());
    }

    /// Opens the log in this directory, which need not exist, and makes its end clean.
    ///
    /// @param expectedEnd up to which position records were acknowledged at least
    /// @throws LogDamagedException also when there are fewer
    static DurableLog open(Path directory, LogParts parts, long expectedEnd) throws IOException {
        Recovery recovery = new Recovery(parts.disk(), directory, expectedEnd);
        Recovery.Found found;
        try {
            found = recovery.recover();
        } catch (NoSuchFileException e) {
            found = recovery.nothing();
        }
        return new DurableLog(directory, parts, found);
    }

    Path directory() {
        return directory;
    }

    /// In order; none when it was never written to.
    List<Segment> segments() {
        return contents.segments();
    }

    @Override
    public LogPoint end() {
        return contents.end();
    }

    /// How many records its files hold: all that were not trimmed, and some that were.
    long recordsInFiles() {
        Contents now = contents;
        return now.segments().isEmpty()
                ? 0
                : now.end().position() - now.segments().getFirst().start().position();
    }

    @Override
    public void onAppend(Runnable listener) {
        onAppend = listener;
    }

    /// Appends all records, or none; when the request names itself and was taken before, nothing is
    /// appended, and its first position is returned.
    ///
    /// @throws ClientTokenReusedException when another request has the client token
    @Override
    public long append(RecordBatch batch) throws IOException {
        checkNotStopped();
        return requests.append(new Frame(batch));
    }

    /// Until the frames are forced and their end is published, nothing of them counts: whatever
    /// goes wrong before, they are cut off. Whatever goes wrong afterwards, they are in the log.
    private void write(List<Frame> frames) throws IOException {
        checkNotStopped();
        long bytes = frames.stream().mapToLong(Frame::lengthBytes).sum();
        DiskFile file = tidyFile();
        parts.room().claim(bytes);
        long offset = forcedBytes;
        LogPlace place =
                new LogPlace(
                        contents.end(), contents.segments().getLast().start().position(), offset);
        untidy = true;
        try {
            LogPoint end = writeAndForce(file, frames);
            publish(end);
            forcedBytes = offset + bytes;
            untidy = false;
        } finally {
            if (untidy) {
                tidy(file);
            }
        }
        tellOthers(frames, place);
    }

    /// Returns where the log ends then.
    private LogPoint writeAndForce(DiskFile file, List<Frame> frames) throws IOException {
        LogPoint end = contents.end();
        int salt = contents.segments().getLast().salt();
        long arrivalMillis = parts.clock().millis();
        ByteBuffer buffer = parts.buffers().borrow();
        try {
            SegmentWriter writer = new SegmentWriter(file, forcedBytes, buffer);
            for (Frame frame : frames) {
                frame.write(writer, salt, end.position(), arrivalMillis, forcedBytes);
                end = end.plus(frame.recordCount(), frame.payloadBytes());
            }
            writer.flush();
            file.force();
        } finally {
            parts.buffers().giveBack(buffer);
        }
        return end;
    }

    /// The frames are in the log, so that nothing which happens here may refuse them.
    private void tellOthers(List<Frame> frames, LogPlace place) {
        try {
            landmarks.add(place);
            requests.written(frames);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "What was appended to " + directory + " must be looked for", e);
        }
        boolean wasHeard = isHeard;
        isHeard = false;
        try {
            onAppend.run();
            isHeard = true;
        } catch (RuntimeException | Error e) {
            if (wasHeard) {
                LOG.log(Level.WARNING, "Nobody heard of what was appended to " + directory, e);
            }
        }
    }

    /// The last segment, open, with nothing after its forced bytes and with room for more.
    private DiskFile tidyFile() throws IOException {
        if (contents.segments().isEmpty()) {
            parts.disk().createDirectories(directory);
            checkpoint.writeFirst();
            return nextSegment(false);
        }
        DiskFile file = openActive();
        if (untidy && !tidy(file)) {
            throw new IOException("Cannot cut what a failed append left in " + directory);
        }
        boolean hasRoom = forcedBytes < parts.settings().segmentBytes() && !isNextBegun;
        return hasRoom ? file : nextSegment(true);
    }

    /// Cuts what a failed append left, now or before the next one, so that nothing of it counts
    /// later. Whether that worked.
    private boolean tidy(DiskFile file) {
        try {
            cut(file);
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "Nothing could be cut off in " + directory, e);
        }
        return !untidy;
    }

    private void cut(DiskFile file) throws IOException {
        untidy = true;
        file.truncate(forcedBytes);
        file.force();
        untidy = false;
    }

    private DiskFile openActive() throws IOException {
        DiskFile open = active;
        if (open == null) {
            open = parts.disk().open(contents.segments().getLast().file());
            active = open;
            parts.openLogs().opened(this);
        }
        return open;
    }

    private DiskFile nextSegment(boolean mayRecycle) throws IOException {
        isNextBegun = true;
        LogPoint start = contents.end();
        int salt = parts.random().nextInt();
        Optional<Segment> recycled = mayRecycle ? spare.take(start, salt) : Optional.empty();
        Segment segment =
                recycled.isPresent()
                        ? recycled.get()
                        : Segment.create(parts.disk(), directory, start, salt);
        closeActive();
        add(segment);
        mayBeLong = segment.recycled();
        forcedBytes = Segment.HEADER_BYTES;
        isNextBegun = false;
        return openActive();
    }

    private void closeActive() throws IOException {
        DiskFile open = active;
        active = null;
        if (open != null) {
            try (open) {
                parts.openLogs().closed(this);
            }
        }
    }

    private synchronized void publish(LogPoint end) {
        contents = new Contents(contents.segments(), end);
    }

    private synchronized void add(Segment segment) {
        List<Segment> segments = new ArrayList<>(contents.segments());
        segments.add(segment);
        contents = new Contents(List.copyOf(segments), contents.end());
    }

    /// Where the frame with the record at `position` lies; for the end of the log, where the next
    /// frame will. Searches one segment.
    LogPlace find(long position) throws IOException {
        Contents now = contents;
        if (now.segments().isEmpty()) {
            return new LogPlace(LogPoint.START, 0, Segment.HEADER_BYTES);
        }
        return find(segmentOf(now, position), position);
    }

    /// The same for a point whose bytes are known too: searches from the nearest landmark.
    private LogPlace find(LogPoint point) throws IOException {
        Contents now = contents;
        if (now.segments().isEmpty()) {
            return new LogPlace(LogPoint.START, 0, Segment.HEADER_BYTES);
        }
        LogPlace segment = segmentOf(now, point.position());
        return find(landmarks.at(point, segment), point.position());
    }

    private LogPlace segmentOf(Contents now, long position) throws LogDamagedException {
        Segment segment = now.segments().getFirst();
        if (position < segment.start().position()) {
            LogDamagedException missing =
                    new LogDamagedException(
                            Segment.file(directory, position),
                            0,
                            "the segment with the record at position " + position,
                            "that the log begins at " + segment.start().position());
            stop(missing);
            throw missing;
        }
        for (Segment candidate : now.segments()) {
            if (candidate.start().position() <= position) {
                segment = candidate;
            }
        }
        return new LogPlace(segment.start(), segment.start().position(), Segment.HEADER_BYTES);
    }

    private LogPlace find(LogPlace from, long position) throws IOException {
        LogPlace place = from;
        if (place.start().position() == position) {
            return place;
        }
        try (FrameReader reader = scan(place)) {
            while (place.start().position() < position && reader.next()) {
                if (reader.end().position() > position) {
                    return reader.place();
                }
                place = reader.nextPlace();
            }
        }
        return place;
    }

    @Override
    public LogReader records(LogPoint from) throws IOException {
        return read(find(from));
    }

    @Override
    public LogReader headers(LogPoint from) throws IOException {
        return scan(find(from));
    }

    @Override
    public LogCut cut(LogPoint from, long payloadBytes) throws IOException {
        long wanted = from.payloadBytes() + payloadBytes;
        LogPlace place = find(from);
        try (FrameReader reader = scan(landmarks.nearest(wanted, place))) {
            reader.next();
            while (reader.end().payloadBytes() < wanted) {
                LogPlace after = reader.nextPlace();
                if (!reader.next()) {
                    landmarks.visited(after);
                    return new LogCut(after.start(), false);
                }
            }
            LogPoint end = within(reader, from, wanted);
            boolean isWhole = end.position() == reader.end().position();
            landmarks.visited(isWhole ? reader.nextPlace() : reader.place());
            return new LogCut(end, true);
        }
    }

    /// The end of the first record of a frame with which a size is reached.
    private static LogPoint within(FrameReader reader, LogPoint from, long wanted)
            throws IOException {
        reader.payloads(); // checks the lengths as well
        ByteBuffer lengths = reader.lengths();
        LogPoint end = reader.start();
        while (end.payloadBytes() < wanted || end.position() <= from.position()) {
            end = end.plus(1, lengths.getInt());
        }
        return end;
    }

    /// A reader for places and lengths from `from` on.
    FrameReader scan(LogPlace from) {
        return reader(from, SCAN_WINDOW_BYTES);
    }

    /// A reader for payloads from `from` on.
    FrameReader read(LogPlace from) {
        return reader(from, READ_WINDOW_BYTES);
    }

    private FrameReader reader(LogPlace from, int windowBytes) {
        Contents now = contents;
        return new FrameReader(parts.disk(), this, now.segments(), now.end(), from, windowBytes);
    }

    /// Gives back the disk of whole segments before `position`, but for one that a busy log writes
    /// over. When that is all, and the last segment has grown, a fresh one replaces it.
    @Override
    public void trim(long position) throws IOException {
        boolean isBusy = position < end().position();
        if (!isBusy && (forcedBytes > parts.settings().restBytes() || mayBeLong)) {
            commits.alone(this::shrink);
        }
        requests.alone(() -> {
            List<Segment> done = segmentsBefore(position);
            requests.keep(done);
            for (Segment segment : done) {
                if (!isBusy || !spare.keep(segment)) {
                    parts.disk().delete(segment.file());
                }
                forget(segment);
            }
        });
        if (!isBusy) {
            spare.drop();
        }
    }

    /// When everything in the last segment is done with, it is not kept if it is large, and neither
    /// is what is left in its file of the segment that it was before.
    private void shrink() throws IOException {
        if (untidy) {
            return;
        }
        if (forcedBytes > parts.settings().restBytes()) {
            nextSegment(false);
        } else if (mayBeLong) {
            DiskFile file = openActive();
            if (file.length() > parts.settings().restBytes()) {
                cut(file);
            }
            mayBeLong = false;
        }
    }

    private List<Segment> segmentsBefore(long position) {
        List<Segment> segments = contents.segments();
        int count = 0;
        while (count + 1 < segments.size()
                && segments.get(count + 1).start().position() <= position) {
            count++;
        }
        return segments.subList(0, count);
    }

    /// Forgets the first segment. A reader does not ask for it anymore.
    private synchronized void forget(Segment first) {
        List<Segment> segments = contents.segments();
        if (segments.getFirst().equals(first)) {
            contents =
                    new Contents(List.copyOf(segments.subList(1, segments.size())), contents.end());
            landmarks.forgetBefore(contents.segments().getFirst().start().position());
        }
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return checked(() -> checkpoint.read(hasRecords()));
    }

    private boolean hasRecords() {
        return !contents.segments().isEmpty();
    }

    /// What is read of the checkpoint; the log stops when it is damaged.
    private <T> T checked(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (LogDamagedException e) {
            stop(e);
            throw e;
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    @Override
    public long beginEpoch() throws IOException {
        return checked(() -> checkpoint.beginEpoch(hasRecords()));
    }

    @Override
    public void checkpoint(long readersEpoch, byte[] document) throws IOException {
        checkNotStopped();
        checkpoint.write(readersEpoch, document);
    }

    @Override
    public Path scratch(String name) {
        return directory.resolve(name);
    }

    @Override
    public LogDamagedException stopForRecords(String expected, String found) {
        return stopped(directory, expected, found);
    }

    @Override
    public LogDamagedException stopForCheckpoint(String expected, String found) {
        return stopped(directory.resolve(CHECKPOINT), expected, found);
    }

    private LogDamagedException stopped(Path file, String expected, String found) {
        LogDamagedException stopping = new LogDamagedException(file, 0, expected, found);
        stop(stopping);
        return stopping;
    }

    @Override
    public Optional<LogDamagedException> damage() {
        return Optional.ofNullable(damage);
    }

    /// Ends all appending: what is stored is not what was written.
    void stop(LogDamagedException found) {
        damage = found;
    }

    private void checkNotStopped() throws LogDamagedException {
        LogDamagedException found = damage;
        if (found != null) {
            throw found;
        }
    }

    /// Closes the file unless something is being appended; the next append opens it again. Whether
    /// it did.
    boolean rest() throws IOException {
        return commits.aloneIfIdle(this::closeActive);
    }

    /// Waits for what is being appended, then closes the file.
    void close() throws IOException {
        commits.alone(() -> {
            try {
                requests.close();
                cutOldBytes();
            } finally {
                closeActive();
            }
        });
    }

    /// Spares the next start the search for records behind the end of a segment that was recycled.
    private void cutOldBytes() {
        DiskFile open = active;
        if (open != null && contents.segments().getLast().recycled()) {
            tidy(open);
        }
    }
}
