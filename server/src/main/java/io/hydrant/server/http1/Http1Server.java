package io.hydrant.server.http1;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/// Accepts connections at one port until it is closed, whatever happens: when this process has run
/// out of file descriptors or memory it ends connections that rest, waits a moment, and goes on.
public final class Http1Server implements AutoCloseable {
    /// How long the thread that accepts may take to end.
    private static final Duration PARTING = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(Http1Server.class.getName());

    /// Connections that the kernel takes while none is accepted.
    private static final int BACKLOG = 1_024;

    /// A full batch of small records, or the answer to it, goes through without waiting for the
    /// other side.
    private static final int SOCKET_BUFFER_BYTES = 256 << 10;

    /// How long connections that were ended have to be gone before the next try.
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final byte[] FULL =
            ("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n"
                            + "Retry-After: 1\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocket listening;
    private final Connections connections;
    private final Answering answering;
    private final boolean isPlain;
    private final Consumer<Throwable> troubles;
    private final Thread accepting =
            Thread.ofPlatform().name("listener").unstarted(this::acceptAll);
    private volatile boolean isClosed;

    private Http1Server(
            ServerSocket listening,
            Connections connections,
            Answering answering,
            boolean isPlain,
            Consumer<Throwable> troubles) {
        this.listening = listening;
        this.connections = connections;
        this.answering = answering;
        this.isPlain = isPlain;
        this.troubles = troubles;
    }

    /// Returns once connections are accepted.
    ///
    /// @param tls gives what secures the next connection
    /// @param troubles is told what goes wrong here and is nobody's request
    /// @throws IOException when the port cannot be had
    public static Http1Server start(
            InetAddress address,
            int port,
            ConnectionLimits limits,
            Optional<Supplier<SSLSocketFactory>> tls,
            Answering answering,
            InstantSource clock,
            Consumer<Throwable> troubles)
            throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
            listening.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException taken) {
            listening.close();
            throw taken;
        }
        Connections connections = new Connections(limits, tls, clock, troubles);
        connections.rehearse(answering);
        Http1Server server =
                new Http1Server(listening, connections, answering, tls.isEmpty(), troubles);
        server.accepting.start();
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void acceptAll() {
        while (!isClosed) {
            try {
                serve(listening.accept());
            } catch (IOException | RuntimeException | Error trouble) {
                if (!isClosed) {
                    recover(trouble);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            Http1Connection connection = new Http1Connection(socket, connections, answering);
            if (connections.add(connection)) {
                begin(connection);
            } else {
                turnAway(socket);
            }
        } catch (IOException | InterruptedException isGone) {
            close(socket);
        } catch (RuntimeException | Error trouble) {
            close(socket);
            throw trouble;
        }
    }

    private void begin(Http1Connection connection) {
        try {
            Thread.ofVirtual().name("connection").start(connection);
        } catch (RuntimeException | Error unable) {
            connections.remove(connection);
            throw unable;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException isBroken) {
            LOG.log(Level.DEBUG, () -> "A connection that was not taken: " + isBroken);
        }
    }

    /// A few bytes always fit into a fresh connection's buffer.
    private void turnAway(Socket socket) throws IOException {
        try (socket) {
            if (isPlain) {
                socket.getOutputStream().write(FULL);
            }
        }
    }

    /// How many are open.
    public int connections() {
        return connections.count();
    }

    /// Never ends the accepting.
    private void recover(Throwable trouble) {
        try {
            connections.endLongestIdle();
            troubles.accept(trouble);
        } catch (RuntimeException | Error another) {
            LOG.log(Level.DEBUG, () -> "While recovering: " + another);
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException nobodyDoes) {
            Thread.onSpinWait();
        }
    }

    /// Accepts nothing more and cuts what is open. The port is free when this returns: until the
    /// thread that accepts has ended, the system would still take connections for it.
    @Override
    public void close() {
        isClosed = true;
        try {
            listening.close();
        } catch (IOException isBroken) {
            LOG.log(Level.DEBUG, () -> "The listening socket: " + isBroken);
        }
        try {
            accepting.join(PARTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.endAll();
    }
}
