package io.hydrant.core.objectstore;

/// Whether a bucket keeps its objects' versions. Once enabled it can be suspended, never undone.
public enum Versioning {
    NEVER_ENABLED,
    ENABLED,
    SUSPENDED
}
