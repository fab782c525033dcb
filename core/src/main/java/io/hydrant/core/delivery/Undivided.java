package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.log.LogCut;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.transform.Partition;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one open object of a log without partitions. There is nothing to take in: it is as long as
/// the log.
final class Undivided implements Partitions {
    private final StreamLog log;
    private OpenRange open;

    private Undivided(StreamLog log, OpenRange open) {
        this.log = log;
        this.open = open;
    }

    static Undivided from(StreamLog log, LogPoint start) {
        return new Undivided(log, new OpenRange(log, start));
    }

    @Override
    public Undivided copy() {
        return new Undivided(log, open);
    }

    @Override
    public Optional<OpenObject> fill(long sizeBytes) {
        return open.payloadBytes() >= sizeBytes && !open.isEmpty()
                ? Optional.of(open)
                : Optional.empty();
    }

    @Override
    public Collection<OpenObject> open() {
        return open.isEmpty() ? List.of() : List.of(open);
    }

    @Override
    public Cut cut(OpenObject object, long sizeBytes) throws IOException {
        LogCut cut = log.cut(open.start(), sizeBytes);
        Instant oldest = open.since().orElseThrow();
        Part part = Part.whole(new LogSpan(open.start(), cut.end()));
        open = new OpenRange(log, cut.end());
        return new Cut(part, cut.reachedSize(), oldest);
    }

    @Override
    public List<Expired.Range> giveUp(Instant until) throws IOException {
        Optional<Instant> since = open.since();
        if (since.isEmpty()) {
            return List.of();
        }
        Part all = Part.whole(new LogSpan(open.start(), log.end()));
        Overdue overdue = Overdue.find(log, all, until);
        if (overdue.part().isEmpty()) {
            return List.of();
        }
        open = new OpenRange(log, overdue.part().get().end());
        return List.of(Expired.Range.of(overdue.part().get(), since.get(), false));
    }

    @Override
    public LogPoint through() {
        return log.end();
    }

    @Override
    public LogPoint sealed() {
        return open.start();
    }

    @Override
    public Map<Partition, LogPoint> ahead() {
        return Map.of();
    }

    @Override
    public long takenIn() {
        return recordCount();
    }

    @Override
    public long recordCount() {
        return log.end().position();
    }

    @Override
    public long bytesLeft() {
        return 0;
    }

    @Override
    public Optional<LogPoint> nextWake(long sizeBytes) {
        LogPoint start = open.start();
        return Optional.of(
                open.isEmpty()
                        ? new LogPoint(start.position() + 1, Long.MAX_VALUE)
                        : new LogPoint(Long.MAX_VALUE, start.payloadBytes() + sizeBytes));
    }
}
