package io.hydrant.kafka;

import io.hydrant.core.log.BackupLog;
import io.hydrant.core.log.EpochOverException;
import io.hydrant.core.log.FrameSealer;
import io.hydrant.core.log.LogCut;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogTakeover;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.StreamLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A topic as one of its readers sees it: delivery, or the backup, which has a document and an
/// epoch of its own. Safe for use from many threads.
final class KafkaLog implements StreamLog {
    static final String DELIVERY = "delivery";
    static final String BACKUP = "backup";

    private final String reader;
    private final TopicLog log;
    private final TopicParts parts;

    /// What appends to it.
    private final LogAppends appends;

    private final @Nullable KafkaLog backup;

    /// The one that was begun here last; 0 before.
    private volatile long epoch;

    /// Set when it was seen that another process has begun one.
    private volatile @Nullable EpochOverException over;

    /// A log as delivery reads it, which knows how the backup does.
    KafkaLog(TopicLog log, TopicParts parts, LogAppends appends) {
        this(log, parts, appends, DELIVERY, new KafkaLog(log, parts, appends, BACKUP, null));
    }

    private KafkaLog(
            TopicLog log,
            TopicParts parts,
            LogAppends appends,
            String reader,
            @Nullable KafkaLog backup) {
        this.log = log;
        this.parts = parts;
        this.appends = appends;
        this.reader = reader;
        this.backup = backup;
    }

    TopicLog counted() {
        return log;
    }

    @Override
    public String id() {
        return isBackup() ? BackupLog.idOf(log.id()) : log.id();
    }

    private boolean isBackup() {
        return reader.equals(BACKUP);
    }

    @Override
    public StreamLog forBackup() {
        return backup == null ? this : backup;
    }

    @Override
    public LogPoint end() {
        return log.end().point();
    }

    @Override
    public LogPoint endOfAll() throws IOException {
        parts.catchUp(log);
        return end();
    }

    @Override
    public long append(RecordBatch batch) throws IOException {
        return appends.append(batch);
    }

    @Override
    public RecordBatch sealed(RecordBatch batch, boolean isSecret) throws IOException {
        return FrameSealer.sealed(batch, log.id(), parts.seals().sealing(log.id(), isSecret));
    }

    /// What failed is either not there for certain, or beyond this.
    @Override
    public void abandonFailed() {}

    @Override
    public void onAppend(Runnable listener) {
        log.onAppend(listener);
    }

    @Override
    public LogReader records(LogPoint from) throws IOException {
        return reader(Broker.Fetch.MUCH, from);
    }

    @Override
    public LogReader headers(LogPoint from) throws IOException {
        return reader(Broker.Fetch.LITTLE, from);
    }

    private MessageReader reader(Broker.Fetch fetch, LogPoint from) throws IOException {
        return reader(fetch, place(from), from);
    }

    private MessageReader reader(Broker.Fetch fetch, LogPlace place, LogPoint from) {
        long mine = epoch;
        return new MessageReader(
                log,
                parts.broker(),
                fetch,
                parts.seals(),
                place,
                from,
                message -> gone(from, message, mine));
    }

    /// The nearest known place at or before a point.
    private LogPlace place(LogPoint from) throws IOException {
        long mine = epoch;
        LogPlace begin = log.begin();
        if (from.position() < begin.start().position()) {
            throw behind(from, begin, mine);
        }
        return log.landmarks().at(from, begin);
    }

    /// What it means that a message is gone that was to be read.
    private IOException gone(LogPoint from, long message, long mine) throws IOException {
        Optional<LogPlace> begin = parts.begin(log);
        if (begin.isEmpty() || message >= begin.get().offset()) {
            return log.stopped(log.damaged(message, "this message", "a topic without it"));
        }
        return from.position() < begin.get().start().position()
                ? behind(from, begin.get(), mine)
                : new IOException(
                        "The topic " + log.topic() + " was trimmed while it was read. Try again");
    }

    /// What it means that the log begins behind a point. Another process that has taken it up may
    /// have delivered what lay before; otherwise it is lost.
    private IOException behind(LogPoint from, LogPlace begin, long mine) throws IOException {
        long current = parts.table().epoch(log.id(), reader);
        if (current > mine) {
            EpochOverException found = new EpochOverException(mine, current);
            over = epoch == mine ? found : over;
            return found;
        }
        return log.stopped(
                log.damaged(
                        begin.offset(),
                        "records from position " + from.position() + " on",
                        "records from position " + begin.start().position() + " on"));
    }

    @Override
    public void checkCurrent(long mine) throws IOException {
        long current = parts.table().epoch(log.id(), reader);
        if (current != mine) {
            throw new EpochOverException(mine, current);
        }
    }

    @Override
    public void checkNotOver() throws EpochOverException {
        EpochOverException found = over;
        if (found != null) {
            throw found;
        }
    }

    @Override
    public LogCut cut(LogPoint from, long payloadBytes) throws IOException {
        long wanted = from.payloadBytes() + payloadBytes;
        LogPlace near = log.landmarks().nearest(wanted, place(from));
        try (MessageReader reader = reader(Broker.Fetch.LITTLE, near, from)) {
            reader.next();
            while (reader.end().payloadBytes() < wanted) {
                LogPlace after = reader.nextPlace();
                if (!reader.next()) {
                    log.landmarks().visited(after);
                    return new LogCut(after.start(), false);
                }
            }
            LogPoint end = reader.within(from, wanted);
            boolean isWhole = end.position() == reader.end().position();
            log.landmarks().visited(isWhole ? reader.nextPlace() : reader.place());
            return new LogCut(end, true);
        }
    }

    @Override
    public void trim(long position) {
        log.doneBefore(isBackup() ? log.done().backedUp(position) : log.done().delivered(position));
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return parts.table().document(log.id(), reader);
    }

    @Override
    public LogTakeover takeOver() throws IOException {
        log.checkNotStopped();
        LogTakeover takeover = parts.table().takeOver(log.id(), reader);
        epoch = takeover.epoch();
        over = null;
        if (isBackup()) {
            log.done().backupReads();
        } else {
            appends.tookOver(takeover.epoch());
        }
        parts.catchUp(log);
        parts.begin(log); // Who had it before may have trimmed it.
        return takeover;
    }

    /// @throws EpochOverException when another epoch has begun
    @Override
    public void checkpoint(long epoch, byte[] document) throws IOException {
        log.checkNotStopped();
        parts.table().checkpoint(log.id(), reader, epoch, document);
    }

    @Override
    public byte[] scratchKey() throws IOException {
        return FrameSealer.scratchKey(parts.seals().sealing(log.id(), true));
    }

    @Override
    public Path scratch(String name) {
        return parts.scratch().resolve(id() + "." + name);
    }

    @Override
    public Optional<LogDamagedException> damage() {
        return log.damage();
    }

    @Override
    public LogDamagedException stopForRecords(String expected, String found) {
        return log.stopped(log.damaged(log.end().message(), expected, found));
    }

    @Override
    public LogDamagedException stopForCheckpoint(String expected, String found) {
        return log.stopped(
                new LogDamagedException(
                        "The checkpoint of "
                                + reader
                                + " of the log "
                                + log.id()
                                + " in the catalog",
                        0,
                        expected,
                        found));
    }
}
