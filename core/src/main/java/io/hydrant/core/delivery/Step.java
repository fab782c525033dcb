package io.hydrant.core.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The outcome of a step: objects to put now, and when the next step is worth while, if only time
/// passes.
record Step(List<ObjectDelivery> puts, Optional<Instant> nextDue) {
    static final Step NOTHING = new Step(List.of(), Optional.empty());

    Step {
        puts = List.copyOf(puts);
    }
}
