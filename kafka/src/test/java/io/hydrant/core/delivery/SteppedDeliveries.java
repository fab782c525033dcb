package io.hydrant.core.delivery;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.stream.DeliveryStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The deliveries of one node, driven by whoever simulates it: the engine without its threads.
public final class SteppedDeliveries {
    private final Deliveries deliveries;

    public SteppedDeliveries(
            StreamLogs logs,
            Ownership ownership,
            Disk disk,
            ObjectSink sink,
            Transforms transforms,
            InstantSource clock,
            RandomGenerator random) {
        this.deliveries =
                new Deliveries(
                        logs,
                        ownership,
                        new Targets(
                                disk,
                                (role, stream) -> new Principal.Root("123456789012"),
                                sink,
                                clock),
                        transforms,
                        Meters.unread(),
                        clock,
                        random,
                        DeliverySettings.DEFAULT);
        ownership.onChange(deliveries::wakeAll);
    }

    public void created(DeliveryStream stream) {
        deliveries.created(stream);
    }

    public void flush(DeliveryStream stream) {
        deliveries.flush(stream);
    }

    /// Gives the stream that is due longest its turn. Whether one was due.
    ///
    /// @param workers get what is to be carried out
    public boolean turn(Instant now, Consumer<Runnable> workers) {
        Optional<StreamDelivery> due = deliveries.agenda().takeDue(now);
        due.ifPresent(delivery ->
                deliveries.turn(delivery, work -> workers.accept(() -> deliveries.carryOut(work))));
        return due.isPresent();
    }

    public Optional<Instant> nextDue() {
        return deliveries.agenda().nextDue();
    }

    /// What the status says, for people.
    public String told(DeliveryStream stream) {
        return deliveries
                .find(stream.logId())
                .map(delivery -> delivery.status(deliveries.agenda().due(delivery)).toString())
                .orElse("not known");
    }
}
