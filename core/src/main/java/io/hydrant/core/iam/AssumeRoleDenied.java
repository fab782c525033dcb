package io.hydrant.core.iam;

/// A role that may not be assumed; the message says why, for the owner of the role.
public final class AssumeRoleDenied extends Exception {
    public AssumeRoleDenied(String reason) {
        super(reason);
    }
}
