package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.transform.Partition;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// The open object of a log without partitions: all records from `start` on. It grows as the log
/// does.
final class OpenRange implements OpenObject {
    private final StreamLog log;
    private final LogPoint start;

    private Optional<Instant> since = Optional.empty();

    OpenRange(StreamLog log, LogPoint start) {
        this.log = log;
        this.start = start;
    }

    @Override
    public Partition partition() {
        return Partition.WHOLE;
    }

    @Override
    public LogPoint start() {
        return start;
    }

    @Override
    public boolean isEmpty() {
        return log.end().position() <= start.position();
    }

    @Override
    public long recordCount() {
        return log.end().position() - start.position();
    }

    @Override
    public long payloadBytes() {
        return log.end().payloadBytes() - start.payloadBytes();
    }

    @Override
    public Optional<Instant> since() throws IOException {
        if (since.isEmpty() && !isEmpty()) {
            since = Optional.of(Overdue.arrival(log, start));
        }
        return since;
    }

    @Override
    public Optional<Instant> knownSince() {
        return since;
    }
}
