package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import java.util.List;

/// How far a stream's delivery is: everything before `sealed` is in an object, in one of the
/// intents or given up, each record in exactly one; what follows is not assigned yet. `objects`
/// counts those that are done.
record Checkpoint(LogPoint sealed, List<Intent> intents, long objects, Expired expired) {
    static final Checkpoint NOTHING = new Checkpoint(LogPoint.START, List.of(), 0, Expired.NOTHING);

    Checkpoint {
        intents = List.copyOf(intents);
    }

    /// Everything before is delivered or given up, and may be trimmed.
    LogPoint delivered() {
        return intents.isEmpty() ? sealed : intents.getFirst().start();
    }

    /// Records that are in objects, also after [#delivered].
    long deliveredRecords() {
        long waiting = intents.stream().mapToLong(Intent::recordCount).sum();
        return sealed.position() - waiting - expired.records();
    }
}
