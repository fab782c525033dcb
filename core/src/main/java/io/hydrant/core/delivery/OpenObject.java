package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.transform.Partition;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// The next object of a partition, as far as it has come. Its records are not in memory; this only
/// knows where in the log they lie.
sealed interface OpenObject permits OpenRange, OpenPart {
    Partition partition();

    /// Where its first record begins, or will.
    LogPoint start();

    boolean isEmpty();

    long recordCount();

    long payloadBytes();

    /// When its first record came, from which on it ages; empty while there is none.
    Optional<Instant> since() throws IOException;

    /// What [#since] found out, if it was asked.
    Optional<Instant> knownSince();
}
