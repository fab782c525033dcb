package io.hydrant.core.delivery;

import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import io.hydrant.core.log.LogPoint;
import java.util.List;
import java.util.Optional;

/// The progress of a stream's delivery, as it is kept: everything before `sealed` is in an object,
/// in one of the intents or given up, each record in exactly one; what follows is not assigned yet.
/// `objects` counts those that are done; `last` is the one that was done last, for people.
record Checkpoint(
        LogPoint sealed,
        List<Intent> intents,
        long objects,
        Expired expired,
        Optional<DeliveredObject> last) {
    static final Checkpoint NOTHING =
            new Checkpoint(LogPoint.START, List.of(), 0, Expired.NOTHING, Optional.empty());

    Checkpoint {
        intents = List.copyOf(intents);
    }

    /// Everything before is delivered or given up, and may be trimmed.
    LogPoint delivered() {
        return intents.isEmpty() ? sealed : intents.getFirst().start();
    }
}
