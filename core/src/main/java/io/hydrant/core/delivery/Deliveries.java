package io.hydrant.core.delivery;

import io.hydrant.core.log.Logs;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The deliveries of all streams. Has no threads: whoever drives it takes a stream off the agenda,
/// gives it its turn, and sees that the puts are carried out. Safe for use from many threads.
final class Deliveries implements DeliveryStreams.Listener {

    /// An object that is to be put.
    record Put(StreamDelivery delivery, ObjectDelivery object) {}

    private static final Logger LOG = System.getLogger(Deliveries.class.getName());

    private final Logs logs;
    private final Courier courier;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DeliverySettings settings;
    private final Agenda agenda = new Agenda();
    private final ConcurrentMap<String, StreamDelivery> byLog = new ConcurrentHashMap<>();

    Deliveries(
            Logs logs,
            Courier courier,
            InstantSource clock,
            RandomGenerator random,
            boolean flushOnDelete) {
        this(
                logs,
                courier,
                clock,
                random,
                DeliverySettings.DEFAULT.withFlushOnDelete(flushOnDelete));
    }

    Deliveries(
            Logs logs,
            Courier courier,
            InstantSource clock,
            RandomGenerator random,
            DeliverySettings settings) {
        this.logs = logs;
        this.courier = courier;
        this.clock = clock;
        this.random = random;
        this.settings = settings;
    }

    /// Takes up the delivery of these streams.
    void resume(Collection<DeliveryStream> streams) {
        streams.forEach(this::created);
    }

    Agenda agenda() {
        return agenda;
    }

    @Override
    public void created(DeliveryStream stream) {
        wake(byLog.computeIfAbsent(stream.logId(), id -> delivery(stream)));
    }

    private StreamDelivery delivery(DeliveryStream stream) {
        String logId = stream.logId();
        return new StreamDelivery(
                stream, logs, random, settings, () -> find(logId).ifPresent(this::wake));
    }

    @Override
    public void updated(DeliveryStream stream) {
        find(stream.logId())
                .ifPresent(delivery -> {
                    delivery.update(stream);
                    wake(delivery);
                });
    }

    @Override
    public void deleted(DeliveryStream stream) {
        find(stream.logId())
                .ifPresent(delivery -> {
                    delivery.delete();
                    wake(delivery);
                });
    }

    void flush(DeliveryStream stream) {
        find(stream.logId())
                .ifPresent(delivery -> {
                    delivery.flush();
                    wake(delivery);
                });
    }

    Optional<StreamDelivery> find(String logId) {
        return Optional.ofNullable(byLog.get(logId));
    }

    private void wake(StreamDelivery delivery) {
        agenda.add(delivery, clock.instant());
    }

    /// Gives a stream its turn. Every put that it asks for is handed to `puts`.
    void turn(StreamDelivery delivery, Consumer<Put> puts) {
        Instant now = clock.instant();
        Step step = delivery.step(now);
        step.nextDue().ifPresent(due -> agenda.add(delivery, due));
        if (delivery.isGone()) {
            byLog.remove(delivery.stream().logId(), delivery);
        }
        step.puts().forEach(object -> puts.accept(new Put(delivery, object)));
    }

    /// Writes down what is stored, before a stop.
    void settle() {
        for (StreamDelivery delivery : byLog.values()) {
            try {
                delivery.settle();
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        "Could not note what is delivered; the store is asked at the next start",
                        e);
            }
        }
    }

    /// Tries to put an object, and asks for the stream's next turn.
    void carryOut(Put put) {
        StreamDelivery delivery = put.delivery();
        Attempt attempt = delivery.attempt(courier, put.object());
        delivery.finished(put.object(), attempt, clock.instant());
        wake(delivery);
    }
}
