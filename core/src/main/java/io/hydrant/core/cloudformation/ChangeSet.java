package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.plan.ResourceChange;
import io.hydrant.core.cloudformation.stack.StackSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Settings that a stack may be given, and what that would change of it, as it was when this was
/// made. When it is executed everything is planned anew.
public record ChangeSet(
        String id,
        String name,
        String stackId,
        String stackName,
        Optional<String> description,
        Optional<Options> options,
        Instant created,
        Type type,
        Status status,
        Optional<String> reason,
        ExecutionStatus executionStatus,
        StackSettings settings,
        List<ResourceChange> changes) {
    public ChangeSet {
        changes = List.copyOf(changes);
    }

    /// What a caller asked for beside the stack. Both ask for what there is nothing of here: stacks
    /// in stacks are no type that Hydrant has, and what exists already is not imported. Absent in
    /// change sets of older versions.
    public record Options(boolean includeNestedStacks, boolean importExistingResources) {
        static final Options NONE = new Options(false, false);
    }

    public boolean includesNestedStacks() {
        return options.orElse(Options.NONE).includeNestedStacks();
    }

    public boolean importsExistingResources() {
        return options.orElse(Options.NONE).importExistingResources();
    }

    public enum Type {
        CREATE,
        UPDATE
    }

    public enum Status {
        CREATE_COMPLETE,
        FAILED
    }

    public enum ExecutionStatus {
        UNAVAILABLE,
        AVAILABLE,
        EXECUTE_COMPLETE,
        OBSOLETE
    }

    ChangeSet at(ExecutionStatus next) {
        return new ChangeSet(
                id,
                name,
                stackId,
                stackName,
                description,
                options,
                created,
                type,
                status,
                reason,
                next,
                settings,
                changes);
    }
}
