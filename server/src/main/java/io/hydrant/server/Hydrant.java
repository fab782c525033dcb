package io.hydrant.server;

import java.io.IOException;
import java.net.URI;

/// A running server: the one class that puts the parts together.
public final class Hydrant implements AutoCloseable {

    private Hydrant() {}

    /// Starts a server and returns once it answers.
    ///
    /// @throws IOException with a message for people: the port is taken, the data directory is in
    ///   use …
    public static Hydrant start(Settings settings) throws IOException {
        throw new IOException("Cannot start with " + settings);
    }

    /// Where it answers, for example `http://127.0.0.1:4566`.
    public URI endpoint() {
        throw new IllegalStateException();
    }

    public RootCredentials rootCredentials() {
        throw new IllegalStateException();
    }

    /// Lets requests in flight finish, then stops. Buffers stay in the log.
    @Override
    public void close() {}
}
