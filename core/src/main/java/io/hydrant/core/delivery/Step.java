package io.hydrant.core.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The outcome of a step: what is to be carried out now, and when the next step is worth while, if
/// only time passes.
record Step(List<Task> tasks, Optional<Instant> nextDue) {
    static final Step NOTHING = new Step(List.of(), Optional.empty());

    Step {
        tasks = List.copyOf(tasks);
    }
}
