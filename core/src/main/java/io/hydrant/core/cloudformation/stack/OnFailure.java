package io.hydrant.core.cloudformation.stack;

/// What becomes of a stack whose creation fails.
public enum OnFailure {
    ROLLBACK,
    DO_NOTHING,
    DELETE
}
