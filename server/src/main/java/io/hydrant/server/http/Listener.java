package io.hydrant.server.http;

import java.io.IOException;
import java.time.InstantSource;

/// The one port behind which all services answer.
public final class Listener implements AutoCloseable {
    private final int port;

    private Listener(int port) {
        this.port = port;
    }

    /// Returns once requests are answered.
    ///
    /// @throws IOException with a message for people: the port is taken, a certificate is unusable
    ///   …
    public static Listener start(
            ListenerSettings settings,
            ListenerServices services,
            Authenticator authenticator,
            InstantSource clock)
            throws IOException {
        throw new IOException("Cannot listen: " + settings + services + authenticator + clock);
    }

    /// The port in use, also when any free one was asked for.
    public int port() {
        return port;
    }

    /// Refuses new requests, lets those in flight finish within the settings' grace, then closes.
    public void stop() {}

    @Override
    public void close() {
        stop();
    }
}
