package io.hydrant.core.log;

import java.io.IOException;
import java.util.Optional;

/// What lies on disk of a log, frame by frame, to be moved into a log of another kind: all that is
/// not delivered, and what was not given back yet of the rest. Nobody appends or delivers
/// meanwhile. For one thread.
public final class StoredFrames implements AutoCloseable {
    private final DurableLog log;
    private final LogPoint begin;
    private final FrameReader reader;

    private StoredFrames(DurableLog log, LogPoint begin, FrameReader reader) {
        this.log = log;
        this.begin = begin;
        this.reader = reader;
    }

    /// Empty of a log that was never written to.
    ///
    /// @throws LogDamagedException when it cannot be used
    public static Optional<StoredFrames> of(Logs logs, String id) throws IOException {
        DurableLog log = logs.log(id);
        if (log.segments().isEmpty()) {
            return Optional.empty();
        }
        LogPoint begin = log.segments().getFirst().start();
        LogPlace first = new LogPlace(begin, begin.position(), Segment.HEADER_BYTES);
        return Optional.of(new StoredFrames(log, begin, log.read(first)));
    }

    /// Where the first frame begins.
    public LogPoint begin() {
        return begin;
    }

    /// Where the last frame ends.
    public LogPoint end() {
        return log.end();
    }

    /// What delivery wrote down last.
    public Optional<byte[]> checkpoint() throws IOException {
        return log.checkpoint();
    }

    /// What the backup wrote down last, if there is one.
    public Optional<byte[]> backupCheckpoint() throws IOException {
        return log.forBackup().checkpoint();
    }

    /// The next frame, after a check that it is what was written; empty at the end.
    ///
    /// @throws LogDamagedException when it is not
    public Optional<LooseFrame> next() throws IOException {
        if (!reader.next()) {
            return Optional.empty();
        }
        return Optional.of(LooseFrame.of(reader.carried(), reader.arrival()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
