package io.hydrant.core.crypto;

/// A key was not given. The message is what the key service says.
public final class DataKeyException extends Exception {
    /// Why.
    public enum Reason {
        /// There is no such key or alias.
        NOT_FOUND,
        /// The key is disabled, and can be enabled.
        DISABLED,
        /// The key is about to be deleted, which can be cancelled.
        PENDING_DELETION,
        /// The caller may not.
        DENIED,
        /// The key is of another kind, or what is to be unwrapped is not what was wrapped, or not
        /// in this context.
        UNUSABLE
    }

    private final Reason reason;

    public DataKeyException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
