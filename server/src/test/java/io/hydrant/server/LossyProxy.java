package io.hydrant.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a server and loses answers: a request reaches the server, and when
/// the first bytes of its answer come, the client's connection is cut instead.
final class LossyProxy implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocket listening;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    LossyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// The next so many answers are lost.
    void lose(int answers) {
        toLose.set(answers);
    }

    /// How many answers were lost.
    int lost() {
        return lost.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void pass(Socket from, Socket to, boolean isAnswers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            int count = in.read(buffer);
            while (count >= 0 && !(isAnswers && isLost())) {
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // One side is gone, so the other is closed too.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private boolean isLost() {
        boolean isLost = toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (isLost) {
            lost.incrementAndGet();
        }
        return isLost;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
