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
/// `backupFrom` is there once the log is read for a backup as well, whose checkpoint must be there
/// from then on: from where. `objects` counts those that are done; `last` is the one that was done
/// last, for people.
record Checkpoint(
        LogPoint sealed,
        Map<Partition, LogPoint> ahead,
        List<Intent> intents,
        Optional<Transformed> transformed,
        Optional<LogPoint> backupFrom,
        long objects,
        Expired expired,
        Optional<DeliveredObject> last) {
    static final Checkpoint NOTHING = beginning(LogPoint.START);

    Checkpoint {
        ahead = Map.copyOf(ahead);
        intents = List.copyOf(intents);
    }

    /// That of a ledger which begins there: what comes before is not its affair.
    static Checkpoint beginning(LogPoint from) {
        return new Checkpoint(
                from,
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                0,
                Expired.NOTHING,
                Optional.empty());
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
