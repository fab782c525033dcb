package io.hydrant.core.delivery;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.RoleAssumer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/// Delivers what is in the logs, from [#start] to [#close]: one thread that waits for whatever is
/// due next, and virtual threads for as many streams and puts as may be under way at once. Safe for
/// use from many threads.
public final class DeliveryEngine implements AutoCloseable {
    /// Steps read and force files; more at once do not make a disk faster.
    private static final int TURNS_MAX = 16;

    private final StreamLogs logs;
    private final Ownership ownership;
    private final DeliveryStreams streams;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final Semaphore turns = new Semaphore(TURNS_MAX, true);
    private final PutSlots puts;
    private final PutSlots spans;
    private final Set<TransformStep> spansUnderWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers;
    private final Thread scheduler;
    private final Complaints complaints = new Complaints(DeliveryEngine.class);

    /// Set when something else is ours than before.
    private final AtomicBoolean isOther = new AtomicBoolean();

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;

    public DeliveryEngine(
            StreamLogs logs,
            Ownership ownership,
            Disk disk,
            DeliveryStreams streams,
            RoleAssumer roles,
            ObjectSink sink,
            Transforms transforms,
            Converter converter,
            Meters meters,
            InstantSource clock,
            RandomGenerator random,
            DeliverySettings settings) {
        this.logs = logs;
        this.ownership = ownership;
        this.streams = streams;
        this.clock = clock;
        this.puts = new PutSlots(settings.putsMax());
        this.spans = new PutSlots(settings.putsMax());
        Target.Choice targets = new Targets(disk, roles, sink, clock, converter);
        this.deliveries =
                new Deliveries(
                        logs, ownership, targets, transforms, meters, clock, random, settings);
        this.workers =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("delivery-", 0).factory());
        this.scheduler = Thread.ofPlatform().name("delivery").daemon().unstarted(this::run);
    }

    /// Takes up delivery where it ended, and follows the streams from now on.
    public void start() throws IOException {
        ownership.onChange(this::ownsOthers); // first: what becomes ours meanwhile is not missed
        streams.sortOut(logs, ownership::isOurs);
        streams.addListener(deliveries);
        scheduler.start();
    }

    private void ownsOthers() {
        isOther.set(true);
        deliveries.wakeAll();
    }

    /// What is ours now may have been deleted while it was nobody's.
    private void removeDoomed() {
        try {
            streams.removeDoomed(logs, id -> ownership.isOurs(id) && !deliveries.isKnown(id));
        } catch (IOException | RuntimeException | Error e) {
            isOther.set(true);
            complaints.tell("Logs of deleted streams are removed later", e);
        }
    }

    /// Goes on whatever happens: who waits for a turn gets one.
    private void run() {
        while (!closing) {
            try {
                streams.catchUp();
                if (isOther.compareAndSet(true, false)) {
                    workers.execute(this::removeDoomed);
                }
                giveTurn();
                complaints.areOver();
            } catch (InterruptedException e) {
                // Closing: buffers stay in the log.
            } catch (IOException | RuntimeException | Error e) {
                complaints.tell("Delivery goes on in a second", e);
                rest();
            }
        }
    }

    private void rest() {
        try {
            closed.await(Agenda.LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private void giveTurn() throws InterruptedException {
        Optional<StreamDelivery> due = deliveries.agenda().awaitDue(clock);
        if (due.isEmpty()) {
            return;
        }
        boolean isGiven = false;
        try {
            turns.acquire();
            isGiven = begin(due.get());
        } finally {
            if (!isGiven) {
                deliveries.agenda().hasLostOne();
            }
        }
    }

    private boolean begin(StreamDelivery delivery) {
        boolean isBegun = false;
        try {
            workers.execute(() -> turn(delivery));
            isBegun = true;
        } finally {
            if (!isBegun) {
                turns.release();
            }
        }
        return isBegun;
    }

    private void turn(StreamDelivery delivery) {
        try {
            deliveries.turn(delivery, this::begin);
        } finally {
            turns.release();
        }
    }

    private void begin(Deliveries.Work work) {
        try {
            workers.execute(() -> carryOut(work));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: the intent is on disk and is carried out after the next start.
        }
    }

    private void carryOut(Deliveries.Work work) {
        try {
            slots(work.task()).hold(work.task().payloadBytes(), () -> carryOutUnlessClosing(work));
        } catch (RuntimeException | Error e) {
            deliveries.giveUp(work, e); // There was no slot; what has one ends by itself.
        }
    }

    /// A function that takes long keeps no object waiting.
    private PutSlots slots(Task task) {
        return switch (task) {
            case ObjectDelivery object -> puts;
            case TransformStep span -> spans;
        };
    }

    private void carryOutUnlessClosing(Deliveries.Work work) {
        Optional<TransformStep> span =
                switch (work.task()) {
                    case ObjectDelivery object -> Optional.empty();
                    case TransformStep step -> Optional.of(step);
                };
        span.ifPresent(spansUnderWay::add);
        try {
            if (!closing && span.isPresent()) {
                onAThreadOfItsOwn(() -> deliveries.carryOut(work));
            } else if (!closing) {
                deliveries.carryOut(work);
            }
        } finally {
            span.ifPresent(spansUnderWay::remove);
        }
    }

    /// Processing can keep a processor busy for long. On a virtual thread, which is not interrupted
    /// for others, it would keep requests waiting; the system shares processors among platform
    /// threads.
    private static void onAThreadOfItsOwn(Runnable work) {
        Thread thread = Thread.ofPlatform().name("transform").daemon().start(work);
        boolean isInterrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// A function may take minutes, and what it has not answered is asked again.
    private void stopSpans() {
        spansUnderWay.forEach(TransformStep::stop);
    }

    /// Whether this process is to deliver a log of a stream.
    public boolean delivers(String logId) {
        return ownership.isOurs(logId);
    }

    /// Whether a log has a delivery here, perhaps of a stream that is being deleted.
    boolean isKnown(String logId) {
        return deliveries.isKnown(logId);
    }

    /// How often a log was taken over, also at the start.
    public long takenOver() {
        return deliveries.own().takenOver();
    }

    /// How often another process had taken a log over that this one still delivered.
    public long overtaken() {
        return deliveries.own().overtaken();
    }

    /// Has everything delivered soon that the stream holds now.
    public void flush(String streamName) {
        streams.find(streamName).ifPresent(deliveries::flush);
    }

    /// Empty when there is no such stream.
    public Optional<StreamStatus> status(String streamName) {
        return streams.find(streamName)
                .flatMap(
                        stream -> statusOfLogs(stream).values().stream().reduce(StreamStatus::and));
    }

    /// The status of each log of a stream that this process knows of, by its id, in the order of
    /// the stream's shards.
    public Map<String, StreamStatus> statusOfLogs(DeliveryStream stream) {
        Map<String, StreamStatus> found = new LinkedHashMap<>();
        for (StreamDelivery delivery : deliveries.of(stream)) {
            found.put(
                    delivery.stream().logId(), delivery.status(deliveries.agenda().due(delivery)));
        }
        return found;
    }

    /// Delivery stands still while it is open.
    @FunctionalInterface
    public interface Halt extends AutoCloseable {
        @Override
        void close();
    }

    /// Halts delivery: what is under way ends, what is stored is written down, and nothing is put,
    /// trimmed or removed until what is returned is closed. Records are taken meanwhile.
    ///
    /// @param patience how long to wait for what is under way, at each of five places
    /// @throws IOException when it takes longer
    public Halt halt(Duration patience) throws IOException {
        boolean hasTurns = false;
        boolean hasPuts = false;
        boolean isHalted = false;
        try {
            hasTurns = turns.tryAcquire(TURNS_MAX, patience.toNanos(), TimeUnit.NANOSECONDS);
            hasPuts = hasTurns && puts.holdAll(patience);
            stopSpans();
            isHalted = hasPuts && spans.holdAll(patience);
            if (!isHalted) {
                throw new IOException(
                        "What is being delivered did not end within "
                                + patience.toSeconds()
                                + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while delivery was to be halted", e);
        } finally {
            if (hasPuts && !isHalted) {
                puts.releaseAll();
            }
            if (hasTurns && !isHalted) {
                turns.release(TURNS_MAX);
            }
        }
        deliveries.settle();
        return () -> {
            spans.releaseAll();
            puts.releaseAll();
            turns.release(TURNS_MAX);
        };
    }

    /// Waits until what is being put is stored and written down; buffers stay in the log.
    @Override
    public void close() {
        closing = true;
        closed.countDown();
        scheduler.interrupt();
        try {
            scheduler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopSpans();
        workers.close();
        deliveries.settle();
    }
}
