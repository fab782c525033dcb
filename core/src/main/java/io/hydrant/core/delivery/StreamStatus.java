package io.hydrant.core.delivery;

import java.time.Instant;
import java.util.Optional;

/// What a stream's delivery is at, for people and metrics.
///
/// The *buffer* is what is not assigned to an object yet; the *backlog* is all that is not
/// delivered, buffer included. `nextDue` is when the buffer, as it is, will be cut at the latest,
/// or a failed object tried again. `lastError` stays after it was overcome; `failures` counts
/// attempts in a row that failed, 0 when all is well. `expired` is what was given up. `refusal` is
/// why new records are refused at present: a full disk, a damaged log.
public record StreamStatus(
        long bufferedRecords,
        long bufferedBytes,
        Optional<Instant> bufferOldestArrival,
        Optional<Instant> nextDue,
        long backlogRecords,
        long backlogBytes,
        int objectsUnderWay,
        long deliveredRecords,
        long deliveredObjects,
        Optional<DeliveredObject> lastDelivery,
        Optional<DeliveryError> lastError,
        int failures,
        Expired expired,
        Optional<String> refusal) {

    /// An object that is stored. `payloadBytes` is before compression.
    public record DeliveredObject(
            String bucket,
            String key,
            long records,
            long payloadBytes,
            CutReason reason,
            Instant at) {}
}
