package io.hydrant.core.delivery;

import java.time.Duration;
import java.util.Optional;

/// The behaviour of delivery where AWS leaves room.
///
/// `putsMax`: how many objects are put at once, in all streams together; each needs a buffer as
/// large as the largest request. Half of them are for large objects, half for the others.
/// `flushOnDelete`: whether a deleted stream's buffer is delivered rather than discarded.
/// `retention`: the age at which records are given up whose destination fails; none keeps them
/// until they are delivered.
public record DeliverySettings(int putsMax, boolean flushOnDelete, Optional<Duration> retention) {
    public static final Duration RETENTION_MIN = Duration.ofMinutes(1);
    public static final DeliverySettings DEFAULT = new DeliverySettings(8, false, Optional.empty());

    public DeliverySettings {
        if (putsMax < 2) {
            throw new IllegalArgumentException("putsMax must be at least 2 but was " + putsMax);
        }
        retention
                .filter(age -> age.compareTo(RETENTION_MIN) < 0)
                .ifPresent(age -> {
                    throw new IllegalArgumentException(
                            "retention must be at least %s but was %s"
                                    .formatted(RETENTION_MIN, age));
                });
    }

    public DeliverySettings withFlushOnDelete(boolean wanted) {
        return new DeliverySettings(putsMax, wanted, retention);
    }

    public DeliverySettings withRetention(Duration age) {
        return new DeliverySettings(putsMax, flushOnDelete, Optional.of(age));
    }
}
