package io.hydrant.core.delivery;

import io.hydrant.core.log.LogCut;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.StreamLog;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// The next object, as far as it has come: the records of the log from `start` on. They are not in
/// memory; this only knows where they lie, and grows as the log does.
final class OpenObject {
    private final StreamLog log;
    private final LogPoint start;

    private Optional<Instant> since = Optional.empty();

    OpenObject(StreamLog log, LogPoint start) {
        this.log = log;
        this.start = start;
    }

    LogPoint start() {
        return start;
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
            try (LogReader reader = log.headers(start)) {
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
    LogCut cut(long sizeBytes) throws IOException {
        return log.cut(start, sizeBytes);
    }

    /// The object after this one.
    OpenObject after(LogCut cut) {
        return new OpenObject(log, cut.end());
    }
}
