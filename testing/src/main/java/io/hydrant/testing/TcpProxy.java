package io.hydrant.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a server on this machine, and does what networks do: it cuts
/// connections when something is sent, before or after it has come across, and freezes, so that
/// both sides have a connection on which nothing comes.
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int PAUSE_MILLIS = 5;

    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cutsBefore = new AtomicInteger();
    private final AtomicInteger cutsAfter = new AtomicInteger();
    private final AtomicInteger passesUntilFrozen = new AtomicInteger(-1);
    private volatile String trigger = "";
    private volatile boolean isFrozen;
    private volatile boolean isClosed;

    public TcpProxy(int target) {
        this.target = target;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// The next so many times that a client sends this text, it does not come across, and the
    /// connection is cut.
    public void cutBefore(String text, int times) {
        trigger = text;
        cutsBefore.set(times);
    }

    /// The next so many times that a client sends this text, it comes across, and the connection is
    /// cut before the answer.
    public void cutAfter(String text, int times) {
        trigger = text;
        cutsAfter.set(times);
    }

    /// Lets this text come across so many times, and freezes when it comes again.
    public void freezeAfter(String text, int passes) {
        trigger = text;
        passesUntilFrozen.set(passes);
    }

    /// From now on nothing comes across, and nobody is told.
    public void freeze() {
        isFrozen = true;
    }

    public void thaw() {
        passesUntilFrozen.set(-1);
        isFrozen = false;
    }

    public boolean isFrozen() {
        return isFrozen;
    }

    /// What a client had to say when it was frozen is lost.
    public void cutAll() {
        open.forEach(TcpProxy::closeQuietly);
    }

    private void accept() {
        while (!isClosed) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, true));
                Thread.ofVirtual().start(() -> pass(server, client, false));
            } catch (IOException e) {
                pause();
            }
        }
    }

    private void pass(Socket from, Socket to, boolean isRequest) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                boolean isHit = isRequest && isHit(buffer, count);
                if (isHit
                        && passesUntilFrozen.get() >= 0
                        && passesUntilFrozen.decrementAndGet() < 0) {
                    isFrozen = true;
                }
                if (isHit && cutsBefore.getAndUpdate(TcpProxy::less) > 0) {
                    return;
                }
                boolean isCutAfter = isHit && cutsAfter.getAndUpdate(TcpProxy::less) > 0;
                while (isFrozen && !isClosed && !from.isClosed()) {
                    pause();
                }
                if (isCutAfter) {
                    to.shutdownInput(); // whatever is answered goes nowhere
                    from.shutdownOutput();
                }
                out.write(buffer, 0, count);
                out.flush();
                if (isCutAfter) {
                    pause();
                    return;
                }
            }
        } catch (IOException e) {
            closeQuietly(from);
        } finally {
            closeQuietly(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private boolean isHit(byte[] buffer, int count) {
        return !trigger.isEmpty()
                && new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains(trigger);
    }

    private static int less(int left) {
        return Math.max(0, left - 1);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(TcpProxy.class.getName()).log(System.Logger.Level.DEBUG, "Closed", e);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }
}
