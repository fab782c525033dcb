package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.cloudformation.template.Output;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A stack as it was at one moment. `id` is its ARN; deleted stacks keep theirs.
public record Stack(
        String id,
        String name,
        StackStatus status,
        Optional<String> reason,
        Instant created,
        Optional<Instant> updated,
        Optional<Instant> deleted,
        Optional<String> changeSetId,
        StackSettings settings,
        List<Output> outputs,
        Optional<LastOperation> lastOperation) {
    public Stack {
        outputs = List.copyOf(outputs);
    }

    public Stack at(StackStatus next, Optional<String> why) {
        return new Stack(
                id,
                name,
                next,
                why,
                created,
                updated,
                deleted,
                changeSetId,
                settings,
                outputs,
                lastOperation);
    }

    public Stack with(StackSettings changed) {
        return new Stack(
                id,
                name,
                status,
                reason,
                created,
                updated,
                deleted,
                changeSetId,
                changed,
                outputs,
                lastOperation);
    }

    public Stack withOutputs(List<Output> changed) {
        return new Stack(
                id,
                name,
                status,
                reason,
                created,
                updated,
                deleted,
                changeSetId,
                settings,
                changed,
                lastOperation);
    }

    public Stack updatedAt(Instant time, Optional<String> changeSet) {
        return new Stack(
                id,
                name,
                status,
                reason,
                created,
                Optional.of(time),
                deleted,
                changeSet,
                settings,
                outputs,
                lastOperation);
    }

    /// A deletion, or the roll-back of a creation, ends what a change set had begun.
    public Stack deletedAt(Instant time) {
        return new Stack(
                id,
                name,
                status,
                reason,
                created,
                updated,
                Optional.of(time),
                Optional.empty(),
                settings,
                outputs,
                lastOperation);
    }

    public Stack withoutChangeSet() {
        return new Stack(
                id,
                name,
                status,
                reason,
                created,
                updated,
                deleted,
                Optional.empty(),
                settings,
                outputs,
                lastOperation);
    }

    /// With an operation that begins.
    public Stack begun(LastOperation operation) {
        return new Stack(
                id,
                name,
                status,
                reason,
                created,
                updated,
                deleted,
                changeSetId,
                settings,
                outputs,
                Optional.of(operation));
    }
}
