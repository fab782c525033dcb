package io.hydrant.core.delivery;

import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What will be the next object: the records of the log from `start` on. They are not in memory;
/// this only knows where they lie, and grows as the log does.
final class OpenObject {
    private final DurableLog log;
    private final LogPoint start;

    /// Of the frame with the record at `start`, also when that is still to come.
    private final LogPlace place;

    private Optional<Instant> since = Optional.empty();

    OpenObject(DurableLog log, LogPoint start, LogPlace place) {
        this.log = log;
        this.start = start;
        this.place = place;
    }

    LogPoint start() {
        return start;
    }

    LogPlace place() {
        return place;
    }

    boolean isEmpty() {
        return log.end().position() <= start.position();
    }

    long recordCount() {
        return log.end().position() - start.position();
    }

    long payloadBytes() {
        return log.end().payloadBytes() - start.payloadBytes();
    }

    /// When its first record arrived; empty while there is none.
    Optional<Instant> since() throws IOException {
        if (since.isEmpty() && !isEmpty()) {
            try (LogReader reader = log.scan(place)) {
                reader.next();
                since = Optional.of(reader.arrival());
            }
        }
        return since;
    }

    /// What [#since] found out, if it was asked.
    Optional<Instant> knownSince() {
        return since;
    }

    /// Where it ends now.
    ///
    /// @param sizeBytes which it reaches with its last record, if it is that large
    Cut cut(long sizeBytes) throws IOException {
        return Cut.find(log, place, start, sizeBytes, since().orElseThrow());
    }

    /// The object after this one.
    OpenObject after(Cut cut) {
        return new OpenObject(log, cut.end(), cut.next());
    }
}
