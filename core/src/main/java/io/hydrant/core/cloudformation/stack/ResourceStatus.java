package io.hydrant.core.cloudformation.stack;

/// Where a resource of a stack stands.
public enum ResourceStatus {
    CREATE_IN_PROGRESS,
    CREATE_COMPLETE,
    CREATE_FAILED,
    UPDATE_IN_PROGRESS,
    UPDATE_COMPLETE,
    UPDATE_FAILED,
    DELETE_IN_PROGRESS,
    DELETE_COMPLETE,
    DELETE_FAILED,
    DELETE_SKIPPED;

    public boolean inProgress() {
        return name().endsWith("_IN_PROGRESS");
    }

    /// Whether the stack has let go of it.
    public boolean gone() {
        return this == DELETE_COMPLETE || this == DELETE_SKIPPED;
    }
}
