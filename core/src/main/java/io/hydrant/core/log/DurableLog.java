package io.hydrant.core.log;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    private static final Logger LOG = System.getLogger(DurableLog.class.getName());

    private final Path directory;
    private final LogParts parts;
    private final boolean isProcessed;
    private final ReaderCheckpoint checkpoint;
    private final BackupLog backup;
    private final ReadersDone done = new ReadersDone();
    private final NamedRequests requests;
    private final Segments segments;
    private final SpareSegment spare;
    private final LastSegment last;
    private final LogSearch search;
    private final GroupCommit commits = new GroupCommit(this::write);
    private volatile Runnable onAppend = () -> {};
    private volatile @Nullable LogDamagedException damage;

    /// Whether the listener took in the last append. Used by the thread that writes.
    private boolean isHeard = true;

    private DurableLog(Path directory, LogParts parts, Recovery.Found found) {
        this.directory = directory;
        this.parts = parts;
        this.isProcessed = ProcessedLog.isIdOf(directory.getFileName().toString());
        this.checkpoint =
                new ReaderCheckpoint(new CheckpointFile(parts.disk(), directory, CHECKPOINT));
        this.backup =
                new BackupLog(
                        this,
                        new ReaderCheckpoint(
                                new CheckpointFile(parts.disk(), directory, BackupLog.CHECKPOINT)));
        this.segments = new Segments(directory, found);
        this.spare = new SpareSegment(parts.disk(), directory);
        this.last = new LastSegment(directory, this, parts, segments, spare, found.tail().offset());
        this.search = new LogSearch(this, parts, segments);
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

    @Override
    public String id() {
        return directory.getFileName().toString();
    }

    @Override
    public BackupLog forBackup() {
        return backup;
    }

    Path directory() {
        return directory;
    }

    /// In order; none when it was never written to.
    List<Segment> segments() {
        return segments.now().segments();
    }

    @Override
    public LogPoint end() {
        return segments.end();
    }

    /// How many records its files hold: all that were not trimmed, and some that were.
    long recordsInFiles() {
        return segments.records();
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

    @Override
    public RecordBatch sealed(RecordBatch batch, boolean isSecret) throws IOException {
        return FrameSealer.sealed(batch, id(), seals().sealing(id(), isSecret));
    }

    LogSeals seals() {
        return parts.seals();
    }

    @Override
    public void abandonFailed() throws IOException {
        if (last.isUntidy()) {
            commits.alone(last::abandoned);
        }
    }

    /// Until the frames are forced and their end is published, nothing of them counts: whatever
    /// goes wrong before, they are cut off. Whatever goes wrong afterwards, they are in the log.
    private void write(List<Frame> frames) throws IOException {
        checkNotStopped();
        long bytes = frames.stream().mapToLong(Frame::lengthBytes).sum();
        DiskFile file = fileToWrite();
        claim(bytes);
        LogPlace place = last.end();
        last.writing();
        try {
            LogPoint end = writeAndForce(file, place, frames);
            segments.publish(end);
            last.forced(place.offset() + bytes);
        } finally {
            last.tidy();
        }
        tellOthers(frames, place);
    }

    /// A full disk is emptied by delivery, before which records are processed.
    private void claim(long bytes) throws IOException {
        if (isProcessed) {
            parts.room().claimOfReserve(bytes);
        } else {
            parts.room().claim(bytes);
        }
    }

    /// The first is begun when there is something to write, after the folder and the document that
    /// a log has which holds records.
    private DiskFile fileToWrite() throws IOException {
        if (segments.isEmpty()) {
            parts.disk().createDirectories(directory);
            checkpoint.writeFirst();
        }
        return last.ready();
    }

    /// Returns where the log ends then.
    private LogPoint writeAndForce(DiskFile file, LogPlace place, List<Frame> frames)
            throws IOException {
        LogPoint end = place.start();
        int salt = segments.now().last().salt();
        long arrivalMillis = parts.clock().millis();
        ByteBuffer buffer = parts.buffers().borrow();
        try {
            SegmentWriter writer = new SegmentWriter(file, place.offset(), buffer);
            for (Frame frame : frames) {
                frame.write(writer, salt, end.position(), arrivalMillis, place.offset());
                end = end.plus(frame.recordCount(), frame.payloadBytes());
            }
            writer.flush();
            force(file);
        } finally {
            parts.buffers().giveBack(buffer);
        }
        return end;
    }

    private void force(DiskFile file) throws IOException {
        long began = parts.meters().now();
        file.force();
        parts.meters().forces().add(parts.meters().microsSince(began));
    }

    /// The frames are in the log, so that nothing which happens here may refuse them.
    private void tellOthers(List<Frame> frames, LogPlace place) {
        try {
            search.written(place);
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

    /// Where the frame with the record at `position` lies; for the end of the log, where the next
    /// frame will. Searches one segment.
    LogPlace find(long position) throws IOException {
        return search.find(position);
    }

    /// A reader for places and lengths from `from` on.
    FrameReader scan(LogPlace from) {
        return search.scan(from);
    }

    /// A reader for payloads from `from` on.
    FrameReader read(LogPlace from) {
        return search.read(from);
    }

    @Override
    public LogReader records(LogPoint from) throws IOException {
        return search.read(search.find(from));
    }

    @Override
    public LogReader headers(LogPoint from) throws IOException {
        return search.scan(search.find(from));
    }

    @Override
    public LogCut cut(LogPoint from, long payloadBytes) throws IOException {
        return search.cut(from, payloadBytes);
    }

    @Override
    public void trim(long position) throws IOException {
        giveBack(done.delivered(position));
    }

    /// From now on nothing is given back that the backup did not let go of as well.
    void keepForBackup() {
        done.backupReads();
    }

    /// The same as [#trim] for the backup.
    void trimmedForBackup(long position) throws IOException {
        giveBack(done.backedUp(position));
    }

    /// Gives back the disk of whole segments before `position`, but for one that a busy log writes
    /// over. When that is all, and the last segment has grown, a fresh one replaces it.
    private void giveBack(long position) throws IOException {
        boolean isBusy = position < end().position();
        if (!isBusy && last.isLong()) {
            commits.alone(last::shrink);
        }
        requests.alone(() -> {
            List<Segment> done = segments.before(position);
            requests.keep(done);
            for (Segment segment : done) {
                if (!isBusy || !spare.keep(segment)) {
                    parts.disk().delete(segment.file());
                }
                segments.forget(segment);
                search.trimmed();
            }
        });
        if (!isBusy) {
            spare.drop();
        }
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return checked(() -> checkpoint.read(hasRecords()));
    }

    private boolean hasRecords() {
        return !segments.isEmpty();
    }

    /// What is read of a checkpoint; the log stops when it is damaged.
    <T> T checked(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (LogDamagedException e) {
            stop(e);
            throw e;
        }
    }

    interface Reading<T> {
        T read() throws IOException;
    }

    @Override
    public LogTakeover takeOver() throws IOException {
        return checked(() -> checkpoint.takeOver(hasRecords()));
    }

    @Override
    public void checkpoint(long readersEpoch, byte[] document) throws IOException {
        checkNotStopped();
        checkpoint.write(readersEpoch, document);
    }

    @Override
    public Path scratch(String name) {
        return ScratchFile.of(directory, name);
    }

    @Override
    public byte[] scratchKey() throws IOException {
        return FrameSealer.scratchKey(seals().sealing(id(), true));
    }

    @Override
    public LogDamagedException stopForRecords(String expected, String found) {
        return stopped(directory, expected, found);
    }

    @Override
    public LogDamagedException stopForCheckpoint(String expected, String found) {
        return stopForDocument(CHECKPOINT, expected, found);
    }

    /// The same of the document of this name.
    LogDamagedException stopForDocument(String name, String expected, String found) {
        return stopped(directory.resolve(name), expected, found);
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

    void checkNotStopped() throws LogDamagedException {
        LogDamagedException found = damage;
        if (found != null) {
            throw found;
        }
    }

    /// Closes the file unless something is being appended; the next append opens it again. Whether
    /// it did.
    boolean rest() throws IOException {
        return commits.aloneIfIdle(last::close);
    }

    /// Waits for what is being appended, then closes the file.
    void close() throws IOException {
        commits.alone(() -> {
            try {
                requests.close();
                last.cutOldBytes();
            } finally {
                last.close();
            }
        });
    }
}
