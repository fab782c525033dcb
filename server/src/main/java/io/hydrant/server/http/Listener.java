package io.hydrant.server.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// The one port behind which all services answer.
public final class Listener implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Listener.class.getName());

    /// A key of 1,024 bytes takes 3 KiB percent-encoded, a presigned URL with a session token some
    /// more.
    private static final int MAX_PROLOGUE_BYTES = 16_384;

    private static final int MAX_HEADERS_BYTES = 32 << 10;

    /// A full batch of small records, or the answer to it, goes through without waiting for the
    /// other side.
    private static final int SOCKET_BUFFER_BYTES = 256 << 10;

    private final WebServer server;
    private final int port;
    private final InFlight inFlight;
    private final Duration grace;

    private Listener(WebServer server, InFlight inFlight, Duration grace) {
        this.server = server;
        this.port = server.port();
        this.inFlight = inFlight;
        this.grace = grace;
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
        Optional<SSLContext> tls = TlsContext.of(settings.tls());
        InFlight inFlight = new InFlight();
        Switchboard switchboard =
                new Switchboard(
                        services,
                        settings.baseDomain(),
                        authenticator,
                        new Callers(clock, settings.region()));
        WebServerConfig.Builder config =
                configuration(settings, new Front(switchboard, inFlight, BodyBudget.ofHeap()));
        tls.ifPresent(context -> config.tls(builder -> builder.sslContext(context)));
        probe(settings.address(), settings.port());
        WebServer server = config.build().start();
        if (!server.isRunning()) {
            throw new IOException(
                    "Cannot listen at port " + settings.port() + "; the log says why");
        }
        return new Listener(server, inFlight, settings.grace());
    }

    /// Helidon logs a port that it cannot have, and returns as if it had.
    private static void probe(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException failure) {
            String where = port + " on " + address.getHostAddress();
            throw failure instanceof BindException
                    ? new IOException(
                            "Port %s is taken or may not be used (%s); use --listen to choose another"
                                    .formatted(where, failure.getMessage()),
                            failure)
                    : new IOException(
                            "Cannot listen at port %s: %s".formatted(where, failure.getMessage()),
                            failure);
        }
    }

    private static WebServerConfig.Builder configuration(ListenerSettings settings, Front front) {
        return WebServer.builder()
                .address(settings.address())
                .port(settings.port())
                .shutdownHook(false)
                // Helidon 4.5's NIO socket writes an answer in pieces of 8 KiB, each a call to the
                // kernel; the answer to a full batch has 120.
                .useNio(false)
                .featuresDiscoverServices(false)
                .connectionOptions(options ->
                        options.tcpNoDelay(true)
                                .socketReceiveBufferSize(SOCKET_BUFFER_BYTES)
                                .socketSendBufferSize(SOCKET_BUFFER_BYTES))
                .contentEncoding(new PassThroughEncodings())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(
                        new RoomyReads(
                                Http1ConnectionSelector.builder()
                                        .config(
                                                Http1Config.builder()
                                                        .maxPrologueLength(MAX_PROLOGUE_BYTES)
                                                        .maxHeadersSize(MAX_HEADERS_BYTES)
                                                        .sendKeepAliveHeader(false)
                                                        .build())
                                        .build()))
                .routing(routing -> routing.any(front));
    }

    /// The port in use, also when any free one was asked for.
    public int port() {
        return port;
    }

    /// Refuses new requests, lets those in flight finish within the settings' grace, then closes.
    public void stop() {
        try {
            if (!inFlight.stop(grace)) {
                LOG.log(Level.WARNING, "Requests are still running after {0}; ending them", grace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
