package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.resource.Actor;
import java.util.List;
import java.util.Optional;

/// An operation at work on a stack: who asked for it, and what it takes to end it, or to undo it,
/// after the server was stopped in the middle.
///
/// - `previous`: the stack before an update.
/// - `retain`: the resources that a deletion leaves alone.
/// - `skip`: the resources that a continued roll-back leaves as they are.
record Operation(
        Actor actor,
        Optional<String> token,
        Optional<Previous> previous,
        boolean disableRollback,
        List<String> retain,
        List<String> skip) {
    Operation {
        retain = List.copyOf(retain);
        skip = List.copyOf(skip);
    }

    /// A stack as it was before an update.
    record Previous(Stack stack, List<StackResource> resources) {
        Previous {
            resources = List.copyOf(resources);
        }
    }

    static Operation of(Actor actor, Optional<String> token) {
        return new Operation(actor, token, Optional.empty(), false, List.of(), List.of());
    }

    Operation undoing(Previous before) {
        return new Operation(actor, token, Optional.of(before), disableRollback, retain, skip);
    }

    Operation withoutRollback(boolean disabled) {
        return new Operation(actor, token, previous, disabled, retain, skip);
    }

    Operation retaining(List<String> resources) {
        return new Operation(actor, token, previous, disableRollback, resources, skip);
    }

    Operation skipping(List<String> resources) {
        return new Operation(actor, token, previous, disableRollback, retain, resources);
    }

    Operation by(Actor other, Optional<String> otherToken) {
        return new Operation(other, otherToken, previous, disableRollback, retain, skip);
    }
}
