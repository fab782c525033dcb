package io.hydrant.bench.cluster;

import io.hydrant.bench.load.MeasuredServer;
import io.hydrant.bench.load.PreparedRequest;
import io.hydrant.bench.load.ServerAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// One connection to one node, which sends requests one at a time, in turn, until it is told to
/// end. A request whose answer is lost, or that was turned away, is sent again as the same call, as
/// SDKs do, so that it counts once.
final class NodeSender implements Runnable {
    private static final long SIGNATURES_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_MILLIS = 100;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final MeasuredServer node;
    private final Supplier<List<PreparedRequest>> requests;
    private final Duration pace;
    private final Connecting connecting;
    private volatile boolean over;
    private volatile Optional<IOException> failure = Optional.empty();
    private final AtomicLong acknowledged = new AtomicLong();

    /// What is done about a node that goes away.
    enum Connecting {
        /// That is a failure.
        ONCE,
        /// It comes back, and is tried until then.
        AGAIN
    }

    /// @param requests asked again every two minutes, for fresh signatures
    /// @param pace from one request to the next, at least
    NodeSender(
            MeasuredServer node,
            Supplier<List<PreparedRequest>> requests,
            Duration pace,
            Connecting connecting) {
        this.node = node;
        this.requests = requests;
        this.pace = pace;
        this.connecting = connecting;
    }

    @Override
    public void run() {
        try {
            send();
        } catch (IOException e) {
            failure = Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() throws IOException, InterruptedException {
        List<PreparedRequest> signed = requests.get();
        long signedAt = System.nanoTime();
        Optional<SocketChannel> connection = Optional.empty();
        try {
            for (int turn = 0; !over; turn++) {
                long begun = System.nanoTime();
                if (begun - signedAt > SIGNATURES_NANOS) {
                    signed = requests.get();
                    signedAt = begun;
                }
                PreparedRequest request = signed.get(turn % signed.size());
                connection = acknowledge(request, connection);
                long rest = pace.toNanos() - (System.nanoTime() - begun);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, rest));
            }
        } finally {
            if (connection.isPresent()) {
                connection.get().close();
            }
        }
    }

    /// Sends a request until it is acknowledged, or all is over and it need not be known what
    /// became of it.
    ///
    /// @return the connection for the next one
    private Optional<SocketChannel> acknowledge(
            PreparedRequest request, Optional<SocketChannel> before)
            throws IOException, InterruptedException {
        Optional<SocketChannel> connection = before;
        ByteBuffer bytes = request.nextCall();
        while (connecting == Connecting.ONCE || !over) {
            try {
                SocketChannel open =
                        connection.isPresent()
                                ? connection.get()
                                : SocketChannel.open(node.address());
                connection = Optional.of(open);
                if (isTaken(open, bytes)) {
                    acknowledged.incrementAndGet();
                    return connection;
                }
            } catch (IOException e) {
                if (connecting == Connecting.ONCE) {
                    throw e;
                }
                if (connection.isPresent()) {
                    connection.get().close();
                }
                connection = Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            bytes = request.sameCall();
        }
        return connection;
    }

    /// False when it was turned away.
    private boolean isTaken(SocketChannel connection, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
        ServerAnswer answer = new ServerAnswer();
        ByteBuffer incoming = ByteBuffer.allocate(BUFFER_BYTES);
        do {
            incoming.clear();
            if (connection.read(incoming) < 0) {
                throw new IOException(node.endpoint() + " closed a connection: " + answer.text());
            }
        } while (!answer.take(incoming.flip()));
        if (answer.status() == 503 || answer.status() == 429) {
            return false;
        }
        if (answer.status() != 200 || !answer.isWholeBatchTaken()) {
            throw new IOException(
                    "%s refused: %d %s".formatted(node.endpoint(), answer.status(), answer.text()));
        }
        return true;
    }

    /// Ends it once what is under way is answered.
    void end() {
        over = true;
    }

    /// Requests that were acknowledged.
    long acknowledged() {
        return acknowledged.get();
    }

    Optional<IOException> failure() {
        return failure;
    }
}
