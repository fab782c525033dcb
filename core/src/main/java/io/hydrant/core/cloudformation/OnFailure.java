package io.hydrant.core.cloudformation;

/// What becomes of a stack whose creation fails.
public enum OnFailure {
    ROLLBACK,
    DO_NOTHING,
    DELETE
}
