package io.hydrant.core.delivery;

import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.transform.Partition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The progress of a log's delivery, as it is kept: everything before `sealed` is in an object, in
/// one of the intents, processed into another log or given up, each record in exactly one; what
/// follows is not assigned yet, except for records of partitions that are `ahead`, up to there.
/// `transformed` is there once the log was processed: how far the other log had come at least.
/// `objects` counts those that are done; `last` is the one that was done last, for people.
record Checkpoint(
        LogPoint sealed,
        Map<Partition, LogPoint> ahead,
        List<Intent> intents,
        Optional<Transformed> transformed,
        long objects,
        Expired expired,
        Optional<DeliveredObject> last) {
    static final Checkpoint NOTHING =
            new Checkpoint(
                    LogPoint.START,
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    0,
                    Expired.NOTHING,
                    Optional.empty());

    Checkpoint {
        ahead = Map.copyOf(ahead);
        intents = List.copyOf(intents);
    }

    /// Everything before is delivered or given up, and may be trimmed.
    LogPoint delivered() {
        LogPoint delivered = sealed;
        for (Intent intent : intents) {
            delivered = delivered.earlier(intent.start());
        }
        return delivered;
    }

    /// Nothing behind is assigned, of no partition.
    LogPoint assigned() {
        return ahead.values().stream().reduce(sealed, LogPoint::later);
    }
}
