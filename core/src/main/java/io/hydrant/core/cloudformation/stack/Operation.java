package io.hydrant.core.cloudformation.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An operation at work on a stack: who asked for it, and what it takes to end it, or to undo it,
/// after the server was stopped in the middle.
///
/// - `name`: what it is called, as the stack shows it.
/// - `previous`: the stack before an update or a deletion.
/// - `retain`: the resources that a deletion leaves alone.
/// - `skip`: the resources that a continued roll-back leaves as they are.
/// - `takenUp`: how often another start, or another node, went on with it.
public record Operation(
        LastOperation name,
        Actor actor,
        Optional<String> token,
        Optional<Previous> previous,
        boolean disableRollback,
        List<String> retain,
        List<String> skip,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> takenUp) {
    public Operation {
        takenUp = takenUp == null ? Optional.empty() : takenUp; // older ones have none
        retain = List.copyOf(retain);
        skip = List.copyOf(skip);
    }

    /// A stack as it was before an update or a deletion.
    public record Previous(Stack stack, List<StackResource> resources) {
        public Previous {
            resources = List.copyOf(resources);
        }
    }

    static Operation of(LastOperation name, Actor actor, Optional<String> token) {
        return new Operation(
                name,
                actor,
                token,
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                Optional.empty());
    }

    /// One of which nothing is known any more: it may do nothing.
    static Operation ofNobody(String id) {
        return of(
                new LastOperation(LastOperation.Type.UPDATE_STACK, id),
                new Actor(new Principal.Anonymous(), Circumstances.ofService(Instant.EPOCH, "")),
                Optional.empty());
    }

    public Operation undoing(Previous before) {
        return new Operation(
                name, actor, token, Optional.of(before), disableRollback, retain, skip, takenUp);
    }

    public Operation withoutRollback(boolean disabled) {
        return new Operation(name, actor, token, previous, disabled, retain, skip, takenUp);
    }

    public Operation retaining(List<String> resources) {
        return new Operation(
                name, actor, token, previous, disableRollback, resources, skip, takenUp);
    }

    public Operation skipping(List<String> resources) {
        return new Operation(
                name, actor, token, previous, disableRollback, retain, resources, takenUp);
    }

    public int timesTakenUp() {
        return takenUp.orElse(0);
    }

    /// The same, once more gone on with after whoever was at work is gone.
    public Operation takenUpAgain() {
        return new Operation(
                name,
                actor,
                token,
                previous,
                disableRollback,
                retain,
                skip,
                Optional.of(timesTakenUp() + 1));
    }

    /// The same, gone on with by another.
    public Operation by(Operation other) {
        return new Operation(
                other.name,
                other.actor,
                other.token,
                previous,
                disableRollback,
                retain,
                skip,
                takenUp);
    }
}
