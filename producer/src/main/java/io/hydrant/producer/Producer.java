package io.hydrant.producer;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/// Sends the records of a program to a delivery stream as they come: gathers them into requests,
/// keeps a few requests on their way, and tries again what the stream did not take.
///
/// ```java
/// try (SdkHttpClient http = UrlConnectionHttpClient.create();
///         Producer producer = Producer.to(stream, http)) {
///     CompletableFuture<String> recordId = producer.send("{\"MovieID\": 1}\n".getBytes(UTF_8));
///     producer.flush();
///     System.out.println(recordId.join());
/// }
/// ```
///
/// What [#send] has taken is in memory only until its future completes: then it is on stable
/// storage. For use by several threads. Records of one thread keep their order when there is one
/// lane.
public final class Producer implements AutoCloseable {
    /// How requests are made.
    ///
    /// @param lanes requests on their way at once, 1 to 8; one keeps the order of the records
    /// @param mostRecords in a request, 1 to 500
    /// @param linger how long a record waits for others to share its request
    /// @param mostBytesWaiting records that are not acknowledged yet hold so many bytes at most;
    ///   [#send] waits for room
    public record Settings(
            int lanes, int mostRecords, Duration linger, int mostBytesWaiting, Patience backoff) {
        public static final Settings USUAL =
                new Settings(
                        4,
                        Batch.MOST_RECORDS,
                        Duration.ofMillis(50),
                        64 * 1024 * 1024,
                        Patience.USUAL);

        public Settings {
            if (lanes < 1 || lanes > 8 || mostRecords < 1 || mostRecords > Batch.MOST_RECORDS) {
                throw new IllegalArgumentException(
                        "1 to 500 records a request in 1 to 8 lanes, but was "
                                + mostRecords
                                + " in "
                                + lanes);
            }
            if (mostBytesWaiting < Batch.MOST_BYTES) {
                throw new IllegalArgumentException(
                        "mostBytesWaiting must hold a request, "
                                + Batch.MOST_BYTES
                                + " bytes, but was "
                                + mostBytesWaiting);
            }
        }

        /// One request after the other.
        public Settings inOrder() {
            return new Settings(1, mostRecords, linger, mostBytesWaiting, backoff);
        }
    }

    private final Settings settings;
    private final BatchSender sender;
    private final Lanes lanes;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread collector;

    // All below are guarded by this object.

    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int flushes;
    private long unanswered;
    private boolean closed;

    /// A record, and who waits for its RecordId.
    private record Pending(byte[] data, CompletableFuture<String> recordId, long sentNanos)
            implements Outgoing {}

    private Producer(StreamAddress stream, SdkHttpClient http, Settings settings) {
        this.settings = settings;
        this.lanes = new Lanes(settings.lanes());
        this.sender =
                new BatchSender(
                        new FirehoseWire(stream, http),
                        RequestToken.newProducer(new SecureRandom()),
                        settings.backoff(),
                        new Throttle(settings.lanes()),
                        RandomGenerator.getDefault(),
                        stop,
                        setback -> {});
        this.collector = Thread.ofPlatform().name("producer").daemon().start(this::collect);
    }

    /// A producer with the usual settings.
    ///
    /// @param http stays the caller's to close, after the producer
    public static Producer to(StreamAddress stream, SdkHttpClient http) {
        return to(stream, http, Settings.USUAL);
    }

    public static Producer to(StreamAddress stream, SdkHttpClient http, Settings settings) {
        return new Producer(stream, http, settings);
    }

    /// Takes a record, and waits only when too many bytes are not acknowledged yet. A stream that
    /// refuses it for good, or for too long, completes the future with a [SendingException].
    ///
    /// @param data 1 to 1,024,000 bytes; what ends a record in the objects, such as a line feed, is
    ///   part of it. Must not be changed afterwards.
    /// @return completes with the RecordId when the record is on the stream's stable storage
    /// @throws IllegalArgumentException when no stream would take it
    /// @throws IllegalStateException when the producer is closed
    public CompletableFuture<String> send(byte[] data) throws InterruptedException {
        if (data.length > Outgoing.LARGEST_BYTES) {
            throw new IllegalArgumentException(
                    "A record has %d bytes at most, but was %d"
                            .formatted(Outgoing.LARGEST_BYTES, data.length));
        }
        synchronized (this) {
            while (!closed && waitingBytes + data.length > settings.mostBytesWaiting()) {
                wait();
            }
            requireOpen();
            Pending pending = new Pending(data, new CompletableFuture<>(), System.nanoTime());
            waiting.add(pending);
            waitingBytes += data.length;
            unanswered++;
            notifyAll();
            return pending.recordId();
        }
    }

    /// Returns when everything that was sent before is acknowledged or has failed.
    public synchronized void flush() throws InterruptedException {
        flushes++;
        notifyAll();
        try {
            while (unanswered > 0) {
                wait();
            }
        } finally {
            flushes--;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The producer is closed");
        }
    }

    private void collect() {
        long sequence = 0;
        try {
            Optional<List<Pending>> next = nextRequest();
            while (next.isPresent()) {
                List<Pending> records = next.get();
                long first = sequence;
                lanes.run(() -> send(records, first));
                sequence += records.size();
                next = nextRequest();
            }
        } catch (IOException e) {
            throw new IllegalStateException("A lane hands failures to those who wait", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for records, and then for more to share their request; empty when there will be none.
    private synchronized Optional<List<Pending>> nextRequest() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        long until = waiting.getFirst().sentNanos() + settings.linger().toNanos();
        Batch batch = filled();
        long left = until - System.nanoTime();
        while (batch.records().size() == waiting.size() && !batch.isFull() && left > 0) {
            if (closed || flushes > 0) {
                break;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
            batch = filled();
            left = until - System.nanoTime();
        }
        List<Pending> taken = new ArrayList<>();
        for (int i = 0; i < batch.records().size(); i++) {
            taken.add(waiting.removeFirst());
        }
        return Optional.of(taken);
    }

    /// As many of those that wait as fit into a request.
    private Batch filled() {
        Batch batch = new Batch(settings.mostRecords());
        for (Pending pending : waiting) {
            if (!batch.hasRoomFor(pending)) {
                return batch;
            }
            batch.add(pending);
        }
        return batch;
    }

    private void send(List<Pending> records, long sequence) {
        @Nullable Acknowledged acknowledged = null;
        @Nullable Exception failure = null;
        try {
            acknowledged =
                    sender.send(List.copyOf(records), settings.mostRecords() == 1, sequence)
                            .orElse(null);
        } catch (SendingException | RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        }
        answer(records, acknowledged, failure);
    }

    private void answer(
            List<Pending> records,
            @Nullable Acknowledged acknowledged,
            @Nullable Exception failure) {
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            Pending pending = records.get(i);
            bytes += pending.data().length;
            if (acknowledged != null) {
                pending.recordId().complete(acknowledged.recordIds().get(i));
            } else {
                pending.recordId()
                        .completeExceptionally(
                                failure != null
                                        ? failure
                                        : new IllegalStateException("The producer was closed"));
            }
        }
        synchronized (this) {
            waitingBytes -= bytes;
            unanswered -= records.size();
            notifyAll();
        }
    }

    /// Sends what it has taken, waits for the answers, and ends.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (collector.isAlive()) {
            try {
                collector.join();
            } catch (InterruptedException e) {
                interrupted = true;
                stop.countDown(); // who interrupts does not want to wait for a stream that is away
            }
        }
        lanes.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
