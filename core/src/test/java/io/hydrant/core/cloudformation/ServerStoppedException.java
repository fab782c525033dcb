package io.hydrant.core.cloudformation;

/// Ends a thread where a server that is killed would end.
final class ServerStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerStoppedException() {
        super("stopped", null, false, false);
    }
}
