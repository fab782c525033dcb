package io.hydrant.server.http1;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The open connections of a listener, and the watch over the time that clients take. Safe for use
/// from many threads.
final class Connections {
    private static final Duration LONGEST_TICK = Duration.ofMillis(250);
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// So that a crowd of new connections does not wait for each one that must go.
    private static final int ENDED_TOGETHER_MAX = 16;

    /// How long those that were ended may take to be gone.
    private static final Duration PARTING = Duration.ofSeconds(1);

    /// How long a connection had rested when it was looked at: it may begin to work meanwhile.
    private record Rest(Http1Connection connection, long lasted) {}

    private record Second(long epoch, String date) {}

    private final ConnectionLimits limits;
    private final Optional<Supplier<SSLSocketFactory>> tls;
    private final InstantSource clock;
    private final Consumer<Throwable> bugs;
    private final Set<Http1Connection> open = ConcurrentHashMap.newKeySet();
    private final Thread watch;

    /// Read at every step of every connection, and exact enough.
    private volatile long now = System.nanoTime();

    private volatile Second second = new Second(Long.MIN_VALUE, "");
    private volatile boolean isEnding;

    Connections(
            ConnectionLimits limits,
            Optional<Supplier<SSLSocketFactory>> tls,
            InstantSource clock,
            Consumer<Throwable> bugs) {
        this.limits = limits;
        this.tls = tls;
        this.clock = clock;
        this.bugs = bugs;
        this.watch = Thread.ofPlatform().name("connections").daemon().start(this::watch);
    }

    long now() {
        return now;
    }

    /// The time as HTTP writes it.
    String date() {
        Instant time = clock.instant();
        Second last = second;
        if (last.epoch() != time.getEpochSecond()) {
            last = new Second(time.getEpochSecond(), HTTP_DATE.format(time));
            second = last;
        }
        return last.date();
    }

    /// False when as many are open as may be and all are at work: the new one cannot be taken. For
    /// the thread that accepts.
    boolean add(Http1Connection connection) throws InterruptedException {
        if (open.size() >= limits.open() && !makeRoom()) {
            return false;
        }
        open.add(connection);
        return true;
    }

    private boolean makeRoom() throws InterruptedException {
        if (endLongestIdle() == 0) {
            return false;
        }
        long deadline = System.nanoTime() + PARTING.toNanos();
        while (open.size() >= limits.open() && System.nanoTime() < deadline) {
            Thread.sleep(1); // Its thread gives the file descriptor back.
        }
        return open.size() < limits.open();
    }

    void remove(Http1Connection connection) {
        open.remove(connection);
    }

    /// Does once what is done when no file can be opened any more. The JVM loads a class when it is
    /// first needed, and remembers for ever that it could not.
    void rehearse(Answering answering) {
        new Http1Connection(new Socket(), this, answering).check(now, limits);
        endLongestIdle();
    }

    /// Ends some of those that have waited longest for a request, and says how many.
    int endLongestIdle() {
        int some = Math.clamp(limits.open() / 16, 1, ENDED_TOGETHER_MAX);
        long present = now;
        List<Rest> longest =
                open.stream()
                        .filter(one -> one.phase().isIdle())
                        .map(one -> new Rest(one, present - one.since()))
                        .sorted(Comparator.comparingLong(Rest::lasted).reversed())
                        .limit(some)
                        .toList();
        longest.forEach(rest -> rest.connection().end());
        return longest.size();
    }

    int count() {
        return open.size();
    }

    boolean isSecure() {
        return tls.isPresent();
    }

    /// The socket to talk through: with TLS when the listener speaks it.
    Socket secured(Socket plain) throws IOException {
        if (tls.isEmpty()) {
            return plain;
        }
        SSLSocket secure = (SSLSocket) tls.get().get().createSocket(plain, null, true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    void tell(Throwable bug) {
        bugs.accept(bug);
    }

    private void watch() {
        long tick =
                Math.min(
                        LONGEST_TICK.toMillis(),
                        Math.max(
                                1,
                                Math.min(limits.idle().toMillis(), limits.head().toMillis()) / 4));
        while (!isEnding || !open.isEmpty()) {
            try {
                Thread.sleep(tick);
                now = System.nanoTime();
                open.forEach(one -> one.check(now, limits));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error bug) {
                tell(bug);
            }
        }
    }

    boolean isEnding() {
        return isEnding;
    }

    void endAll() {
        isEnding = true;
        open.forEach(Http1Connection::end);
        watch.interrupt();
    }
}
