package io.hydrant.core.cloudformation.stack;

import java.util.Set;

/// Where a stack stands.
public enum StackStatus {
    REVIEW_IN_PROGRESS,
    CREATE_IN_PROGRESS,
    CREATE_COMPLETE,
    CREATE_FAILED,
    ROLLBACK_IN_PROGRESS,
    ROLLBACK_COMPLETE,
    ROLLBACK_FAILED,
    DELETE_IN_PROGRESS,
    DELETE_COMPLETE,
    DELETE_FAILED,
    UPDATE_IN_PROGRESS,
    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
    UPDATE_COMPLETE,
    UPDATE_FAILED,
    UPDATE_ROLLBACK_IN_PROGRESS,
    UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
    UPDATE_ROLLBACK_COMPLETE,
    UPDATE_ROLLBACK_FAILED;

    private static final Set<StackStatus> UPDATABLE =
            Set.of(
                    CREATE_COMPLETE,
                    UPDATE_COMPLETE,
                    UPDATE_ROLLBACK_COMPLETE,
                    CREATE_FAILED,
                    UPDATE_FAILED);

    private static final Set<StackStatus> WITH_OUTPUTS =
            Set.of(CREATE_COMPLETE, UPDATE_COMPLETE, UPDATE_ROLLBACK_COMPLETE);

    /// Whether an operation is at work on the stack. A stack under review waits for its caller.
    public boolean inProgress() {
        return name().endsWith("_IN_PROGRESS") && this != REVIEW_IN_PROGRESS;
    }

    public boolean updatable() {
        return UPDATABLE.contains(this);
    }

    public boolean hasOutputs() {
        return WITH_OUTPUTS.contains(this);
    }
}
