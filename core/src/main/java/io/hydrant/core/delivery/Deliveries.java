package io.hydrant.core.delivery;

import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The deliveries of all streams. Has no threads: whoever drives it takes a stream off the agenda,
/// gives it its turn, and sees that the puts are carried out. Safe for use from many threads.
final class Deliveries implements DeliveryStreams.Listener {

    /// A task of a stream, to be carried out by whoever has the threads.
    record Work(StreamDelivery delivery, Task task) {}

    private static final Logger LOG = System.getLogger(Deliveries.class.getName());

    private final StreamLogs logs;
    private final OwnLogs own;
    private final Target.Choice targets;
    private final Transforms transforms;
    private final Meters meters;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DeliverySettings settings;
    private final ConcurrentMap<String, StreamDelivery> byLog = new ConcurrentHashMap<>();
    private final Agenda agenda = new Agenda(byLog::values);
    private final Complaints complaints = new Complaints(Deliveries.class);

    Deliveries(
            StreamLogs logs,
            Target.Choice targets,
            Transforms transforms,
            InstantSource clock,
            RandomGenerator random,
            boolean flushOnDelete) {
        this(
                logs,
                targets,
                transforms,
                clock,
                random,
                DeliverySettings.DEFAULT.withFlushOnDelete(flushOnDelete));
    }

    Deliveries(
            StreamLogs logs,
            Target.Choice targets,
            Transforms transforms,
            InstantSource clock,
            RandomGenerator random,
            DeliverySettings settings) {
        this(logs, Ownership.ALL, targets, transforms, Meters.unread(), clock, random, settings);
    }

    Deliveries(
            StreamLogs logs,
            Ownership ownership,
            Target.Choice targets,
            Transforms transforms,
            Meters meters,
            InstantSource clock,
            RandomGenerator random,
            DeliverySettings settings) {
        this.logs = logs;
        this.own = new OwnLogs(ownership);
        this.targets = targets;
        this.transforms = transforms;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
        this.settings = settings;
    }

    /// Takes up the delivery of these streams.
    void resume(Collection<DeliveryStream> streams) {
        streams.forEach(this::created);
    }

    OwnLogs own() {
        return own;
    }

    /// Whether a log has a delivery here, perhaps of a stream that is being deleted.
    boolean isKnown(String logId) {
        return byLog.containsKey(logId);
    }

    Agenda agenda() {
        return agenda;
    }

    @Override
    public void all(Collection<DeliveryStream> streams) {
        Set<String> known =
                streams.stream()
                        .flatMap(stream -> stream.logIds().stream())
                        .collect(Collectors.toSet());
        byLog.forEach((logId, delivery) -> {
            if (!known.contains(logId)) {
                delete(delivery);
            }
        });
        for (DeliveryStream stream : streams) {
            created(stream);
            updated(stream);
        }
    }

    @Override
    public void created(DeliveryStream stream) {
        for (DeliveryStream shard : stream.byShard()) {
            wake(byLog.computeIfAbsent(shard.logId(), id -> delivery(shard)));
        }
    }

    private StreamDelivery delivery(DeliveryStream stream) {
        String logId = stream.logId();
        return new StreamDelivery(
                stream, logs, own, transforms, meters, random, settings, () -> wake(logId));
    }

    @Override
    public void updated(DeliveryStream stream) {
        for (DeliveryStream shard : stream.byShard()) {
            find(shard.logId())
                    .ifPresent(delivery -> {
                        delivery.update(shard);
                        wake(delivery);
                    });
        }
    }

    @Override
    public void deleted(DeliveryStream stream) {
        of(stream).forEach(this::delete);
    }

    private void delete(StreamDelivery delivery) {
        delivery.delete();
        wake(delivery);
    }

    void flush(DeliveryStream stream) {
        of(stream)
                .forEach(delivery -> {
                    delivery.flush();
                    wake(delivery);
                });
    }

    /// The deliveries of all logs of a stream.
    List<StreamDelivery> of(DeliveryStream stream) {
        return stream.logIds().stream().map(this::find).flatMap(Optional::stream).toList();
    }

    Optional<StreamDelivery> find(String logId) {
        return Optional.ofNullable(byLog.get(logId));
    }

    /// Gives all streams a turn.
    void wakeAll() {
        byLog.values().forEach(this::wake);
    }

    private void wake(String logId) {
        StreamDelivery delivery = byLog.get(logId);
        if (delivery != null) {
            wake(delivery);
        }
    }

    /// Asks for a turn. Whatever goes wrong, there will be one.
    private void wake(StreamDelivery delivery) {
        try {
            agenda.add(delivery, clock.instant());
        } catch (RuntimeException | Error e) {
            agenda.hasLostOne();
            complaints.tell("A stream could not be put on the agenda", e);
        }
    }

    /// Gives a stream its turn. Every task that it asks for is handed to `workers`. Whatever goes
    /// wrong, the stream has another turn.
    void turn(StreamDelivery delivery, Consumer<Work> workers) {
        boolean isOver = false;
        try {
            Step step = delivery.step(clock.instant());
            handOut(delivery, step.tasks(), workers);
            step.nextDue().ifPresent(due -> agenda.add(delivery, due));
            if (delivery.isGone()) {
                byLog.remove(delivery.stream().logId(), delivery);
            }
            isOver = true;
        } catch (RuntimeException | Error e) {
            broke(delivery, e);
        } finally {
            if (!isOver) {
                wakeLater(delivery);
            }
        }
    }

    private void wakeLater(StreamDelivery delivery) {
        try {
            agenda.add(delivery, clock.instant().plus(Agenda.LOOK_AGAIN));
        } catch (RuntimeException | Error e) {
            agenda.hasLostOne();
        }
    }

    /// What is not taken is lost: the stream need not wait for it.
    private static void handOut(StreamDelivery delivery, List<Task> tasks, Consumer<Work> workers) {
        int taken = 0;
        try {
            while (taken < tasks.size()) {
                workers.accept(new Work(delivery, tasks.get(taken)));
                taken++;
            }
        } finally {
            while (taken < tasks.size()) {
                delivery.lost();
                taken++;
            }
        }
    }

    /// Says so in the stream's status and in the log.
    private void broke(StreamDelivery delivery, Throwable bug) {
        try {
            delivery.broke(bug, clock.instant());
        } catch (RuntimeException | Error e) {
            complaints.tell("The delivery of a stream broke", bug);
        }
    }

    /// Writes down what is stored, before a stop.
    void settle() {
        for (StreamDelivery delivery : byLog.values()) {
            try {
                delivery.settle();
            } catch (IOException | RuntimeException | Error e) {
                LOG.log(
                        Level.WARNING,
                        "Could not note what is delivered; the store is asked at the next start",
                        e);
            }
        }
    }

    /// Tries to carry out a task, and asks for the stream's next turn. Whatever goes wrong, the
    /// stream hears of the end.
    void carryOut(Work work) {
        StreamDelivery delivery = work.delivery();
        boolean isHeard = false;
        try {
            Attempt attempt = attempt(delivery.stream(), work.task());
            Instant now = clock.instant();
            isHeard = true;
            delivery.finished(work.task(), attempt, now);
        } catch (RuntimeException | Error e) {
            broke(delivery, e);
        } finally {
            if (!isHeard) {
                delivery.lost();
            }
            wake(delivery);
        }
    }

    private Attempt attempt(DeliveryStream stream, Task task) {
        return switch (task) {
            case ObjectDelivery object -> {
                DeliveryStream seen = object.of(stream);
                yield targets.of(seen)
                        .deliver(seen, object.log(), object.intent(), object.mayBeStored());
            }
            case TransformStep span -> span.attempt(stream, clock);
        };
    }

    /// A task that was handed out is not going to be carried out.
    void giveUp(Work work, Throwable why) {
        broke(work.delivery(), why);
        work.delivery().lost();
        wake(work.delivery());
    }
}
