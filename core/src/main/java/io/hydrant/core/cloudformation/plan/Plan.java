package io.hydrant.core.cloudformation.plan;

import java.util.List;

/// What it takes to make a stack what its template says, in the order in which it is done.
public record Plan(List<Change> changes) {
    public Plan {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
