package io.hydrant.core.cloudformation.stack;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hydrant.core.cloudformation.template.Output;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A stack as it was at one moment. `id` is its ARN; deleted stacks keep theirs. Its document in
/// the catalog is flat: it has the members of `state` and `life` as its own.
public record Stack(
        String id,
        String name,
        @JsonUnwrapped State state,
        @JsonUnwrapped Life life,
        StackSettings settings,
        List<Output> outputs) {
    /// How it stands, and why, when there is anything to say.
    public record State(StackStatus status, Optional<String> reason) {}

    /// When it was created, changed and deleted, and what the last change was asked for by.
    public record Life(
            Instant created,
            Optional<Instant> updated,
            Optional<Instant> deleted,
            Optional<String> changeSetId,
            Optional<LastOperation> lastOperation) {
        static Life from(Instant created) {
            return new Life(
                    created,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private Life updatedAt(Instant time, Optional<String> changeSet) {
            return new Life(created, Optional.of(time), deleted, changeSet, lastOperation);
        }

        private Life deletedAt(Instant time) {
            return new Life(created, updated, Optional.of(time), Optional.empty(), lastOperation);
        }

        private Life withoutChangeSet() {
            return new Life(created, updated, deleted, Optional.empty(), lastOperation);
        }

        private Life begun(LastOperation operation) {
            return new Life(created, updated, deleted, changeSetId, Optional.of(operation));
        }
    }

    public Stack {
        outputs = List.copyOf(outputs);
    }

    public Stack at(StackStatus next, Optional<String> why) {
        return new Stack(id, name, new State(next, why), life, settings, outputs);
    }

    public Stack with(StackSettings changed) {
        return new Stack(id, name, state, life, changed, outputs);
    }

    public Stack withOutputs(List<Output> changed) {
        return new Stack(id, name, state, life, settings, changed);
    }

    public Stack updatedAt(Instant time, Optional<String> changeSet) {
        return with(life.updatedAt(time, changeSet));
    }

    /// A deletion, or the roll-back of a creation, ends what a change set had begun.
    public Stack deletedAt(Instant time) {
        return with(life.deletedAt(time));
    }

    public Stack withoutChangeSet() {
        return with(life.withoutChangeSet());
    }

    /// With an operation that begins.
    public Stack begun(LastOperation operation) {
        return with(life.begun(operation));
    }

    private Stack with(Life changed) {
        return new Stack(id, name, state, changed, settings, outputs);
    }

    public StackStatus status() {
        return state.status();
    }

    public Optional<String> reason() {
        return state.reason();
    }

    public Instant created() {
        return life.created();
    }

    public Optional<Instant> updated() {
        return life.updated();
    }

    public Optional<Instant> deleted() {
        return life.deleted();
    }

    public Optional<String> changeSetId() {
        return life.changeSetId();
    }

    public Optional<LastOperation> lastOperation() {
        return life.lastOperation();
    }
}
