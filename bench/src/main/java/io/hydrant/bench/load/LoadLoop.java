package io.hydrant.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// The one thread of a load: writes to whichever connection is free, reads from whichever has an
/// answer.
final class LoadLoop implements AutoCloseable {
    private static final long SIGNATURES_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long TURNED_AWAY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// Waits shorter than this are not worth a call to the kernel's timer.
    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Load load;
    private final Selector selector;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final List<Connection> all = new ArrayList<>();
    private final Histogram latencies = new Histogram(3);

    /// When requests that were turned away are sent again.
    private final ArrayDeque<Long> again = new ArrayDeque<>();

    private List<PreparedRequest> requests = List.of();
    private long signedAt;
    private long begunAt;
    private long sent;
    private long done;
    private long turnedAway;

    LoadLoop(Load load) throws IOException {
        this.load = load;
        this.selector = Selector.open();
        for (int i = 0; i < load.connections(); i++) {
            Connection connection = Connection.to(load.address(), selector);
            all.add(connection);
            free.add(connection);
        }
    }

    Load.Outcome run() throws IOException {
        sign();
        begunAt = System.nanoTime();
        while (done < load.count()) {
            sendWhatIsDue();
            await();
            for (SelectionKey key : selector.selectedKeys()) {
                progress((Connection) key.attachment());
            }
            selector.selectedKeys().clear();
        }
        return new Load.Outcome(
                Duration.ofNanos(System.nanoTime() - begunAt), latencies, turnedAway);
    }

    private void sign() {
        requests = load.requests().get();
        signedAt = System.nanoTime();
    }

    private void sendWhatIsDue() throws IOException {
        long now = System.nanoTime();
        if (now - signedAt > SIGNATURES_NANOS) {
            sign();
        }
        while (!free.isEmpty() && isDue(now)) {
            long dueAt = load.perSecond() > 0 ? nextDue() : System.nanoTime();
            if (!again.isEmpty()) {
                again.remove();
            } else {
                sent++;
            }
            Connection connection = free.remove();
            connection.send(requests.get((int) (sent % requests.size())).nextCall(), dueAt);
        }
    }

    private boolean isDue(long now) {
        return !again.isEmpty() || sent < load.count() ? nextDue() - now <= 0 : false;
    }

    private long nextDue() {
        if (!again.isEmpty()) {
            return again.getFirst();
        }
        return load.perSecond() > 0 ? begunAt + (long) (sent * 1e9 / load.perSecond()) : begunAt;
    }

    private void await() throws IOException {
        boolean maySend = !free.isEmpty() && (!again.isEmpty() || sent < load.count());
        if (!maySend) {
            selector.select();
            return;
        }
        if (selector.selectNow() == 0) {
            long wait = nextDue() - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(Math.min(wait, NAP_NANOS));
            }
        }
    }

    private void progress(Connection connection) throws IOException {
        if (!connection.progress()) {
            return;
        }
        free.add(connection);
        ServerAnswer answer = connection.answer();
        if (answer.status() == 503 || answer.status() == 429) {
            turnedAway++;
            again.add(System.nanoTime() + TURNED_AWAY_PAUSE_NANOS);
            return;
        }
        if (answer.status() != 200 || load.batches() && !answer.isWholeBatchTaken()) {
            throw new IOException(
                    "The server refused: %d %s".formatted(answer.status(), answer.text()));
        }
        latencies.recordValue(System.nanoTime() - connection.dueAt());
        done++;
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : all) {
            connection.close();
        }
        selector.close();
    }
}
