package io.hydrant.core.delivery;

import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a stream's last attempts went. Says so in the server's log, but when the same error repeats,
/// only once. Guarded by the lock of its stream's delivery.
final class History {
    private static final Logger LOG = System.getLogger(History.class.getName());

    private final String stream;
    private Optional<DeliveredObject> lastDelivery = Optional.empty();
    private Optional<DeliveryError> lastError = Optional.empty();
    private int failures;

    History(String stream) {
        this.stream = stream;
    }

    void delivered(Intent intent, Instant at) {
        lastDelivery =
                Optional.of(
                        new DeliveredObject(
                                intent.bucket(),
                                intent.key(),
                                intent.recordCount(),
                                intent.payloadBytes(),
                                intent.reason(),
                                at));
        if (lastError.filter(DeliveryError::isFinal).isPresent()) {
            return; // An object before the damage, that was under way when it was found.
        }
        if (failures > 0) {
            LOG.log(Level.INFO, "Delivery of " + stream + " works again");
        }
        failures = 0;
    }

    void failed(DeliveryError error) {
        boolean known =
                failures > 0
                        && lastError.isPresent()
                        && lastError.get().message().equals(error.message());
        if (!known) {
            LOG.log(
                    Level.WARNING,
                    "Delivery of %s to s3://%s/%s: %s: %s"
                            .formatted(
                                    stream,
                                    error.bucket(),
                                    error.key(),
                                    error.code(),
                                    error.message()));
        }
        lastError = Optional.of(error);
        failures++;
    }

    /// Says so each time: these records are lost.
    void givenUp(List<Expired.Range> ranges) {
        for (Expired.Range range : ranges) {
            LOG.log(
                    Level.WARNING,
                    "Gave up %d records of %s (%d bytes, positions %d to %d, the oldest from %s): older than the retention while the destination failed%s"
                            .formatted(
                                    range.records(),
                                    stream,
                                    range.bytes(),
                                    range.first(),
                                    range.last(),
                                    range.oldestArrival(),
                                    range.mayBeStored()
                                            ? ". They may be stored all the same: an attempt had an unknown outcome"
                                            : ""));
        }
    }

    Optional<DeliveredObject> lastDelivery() {
        return lastDelivery;
    }

    Optional<DeliveryError> lastError() {
        return lastError;
    }

    int failures() {
        return failures;
    }
}
