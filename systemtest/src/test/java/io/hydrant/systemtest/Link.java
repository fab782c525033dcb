package io.hydrant.systemtest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A network in little: what connects a client with a server on this machine, and has weather. With
/// several servers behind it, each connection goes to any of them that takes it, as a load balancer
/// does it. Its threads are its own; all methods may be called from any.
final class Link implements Closeable {
    private static final System.Logger LOG = System.getLogger(Link.class.getName());

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int BACKLOG = 200;
    private static final int CONNECT_MILLIS = 2000;

    /// How long each piece is on its way while it is slow.
    private static final long SLOW_MILLIS = 120;

    /// How often those who wait look whether the weather has changed.
    private static final long LOOK_MILLIS = 10;

    /// What becomes of what is sent.
    enum Weather {
        /// It comes across.
        FAIR,
        /// It comes across late.
        SLOW,
        /// It waits, and comes across when the weather is another. Nobody is told.
        SILENT,
        /// Requests come across, answers are lost. Nobody is told before the weather is another:
        /// then the connection is cut.
        ANSWERS_LOST,
        /// Connections are cut, and new ones are, too.
        CUT
    }

    private final List<Integer> targets;
    private final Random random;
    private final ServerSocket listening;
    private final Set<Pair> open = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.FAIR;
    private volatile boolean isClosed;

    /// @param random from which the server is taken, for each connection
    Link(List<Integer> targets, Random random) throws IOException {
        this.targets = List.copyOf(targets);
        this.random = random;
        this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("link-" + port()).start(this::accept);
    }

    Link(int target) throws IOException {
        this(List.of(target), new Random(0));
    }

    int port() {
        return listening.getLocalPort();
    }

    void become(Weather next) {
        weather = next;
        for (Pair pair : open) {
            if (next == Weather.CUT || next != Weather.ANSWERS_LOST && pair.hasLost) {
                pair.cut();
            }
        }
    }

    private void accept() {
        while (!isClosed) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "Nobody was accepted", e);
            }
        }
    }

    private void connect(Socket client) {
        if (weather == Weather.CUT) {
            reset(client);
            return;
        }
        for (int target : inAnyOrder()) {
            Socket server = new Socket();
            try {
                server.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                server.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), target),
                        CONNECT_MILLIS);
            } catch (IOException e) {
                reset(server);
                continue;
            }
            Pair pair = new Pair(client, server);
            open.add(pair);
            Thread.ofVirtual().start(() -> pair.pass(client, server, true));
            Thread.ofVirtual().start(() -> pair.pass(server, client, false));
            return;
        }
        reset(client);
    }

    private List<Integer> inAnyOrder() {
        List<Integer> order = new ArrayList<>(targets);
        synchronized (random) {
            Collections.shuffle(order, random);
        }
        return order;
    }

    /// Closes it so that the other side hears of it at once.
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "It is closed already", e);
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "It is closed already", e);
        }
    }

    /// Both ends of one connection.
    private final class Pair {
        private final Socket client;
        private final Socket server;
        private volatile boolean hasLost;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void cut() {
            open.remove(this);
            reset(client);
            reset(server);
        }

        void pass(Socket from, Socket to, boolean isRequest) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (weather == Weather.SLOW) {
                        TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
                    }
                    awaitSound();
                    if (weather == Weather.ANSWERS_LOST && !isRequest || hasLost && !isRequest) {
                        hasLost = true;
                        continue;
                    }
                    out.write(buffer, 0, count);
                }
                awaitSound();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A connection has ended", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cut();
        }

        /// An end of a connection is not heard of, either, while it is silent.
        private void awaitSound() throws InterruptedException {
            while (weather == Weather.SILENT && !isClosed) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        listening.close();
        open.forEach(Pair::cut);
    }
}
