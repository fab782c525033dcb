package io.hydrant.core.cloudformation.stack;

/// Another node goes on with an operation, since this one was out of touch for too long. Nothing
/// more of it may be written down here.
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeaseLostException(String stackId) {
        super("Another node goes on with the operation on " + stackId);
    }
}
