package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The movement from a log to objects: cuts, writes down, hands out, and gives up. Guarded by the
/// lock of its stream's delivery.
final class Delivering {
    private final Progress progress;
    private final Retention retention;
    private long flushThrough;

    private Delivering(Progress progress, Retention retention, long flushThrough) {
        this.progress = progress;
        this.retention = retention;
        this.flushThrough = flushThrough;
    }

    /// @param age at which records are given up
    /// @param before what was known of the same log, if anything; its ledger is not believed
    static Delivering of(Progress progress, Optional<Duration> age, Optional<Delivering> before) {
        return new Delivering(
                progress,
                before.map(known -> known.retention).orElseGet(() -> new Retention(age)),
                before.map(known -> known.flushThrough).orElse(0L));
    }

    Progress progress() {
        return progress;
    }

    StreamLog log() {
        return progress.log();
    }

    /// What is in the log now does not wait for its size or age.
    void flush() throws IOException {
        flushThrough = progress.log().endOfAll().position();
    }

    long flushThrough() {
        return flushThrough;
    }

    /// Cuts what is due, and writes down what is begun and what is done.
    ///
    /// @param mayCut whether open objects may end: nothing else moves their records
    void save(DeliveryStream stream, boolean mayCut, RandomGenerator random, Instant now)
            throws IOException {
        Sealing sealing = mayCut ? cutting(stream).sealed(random, now) : Sealing.of(progress);
        progress.save(stream, sealing, now);
    }

    private Cutting cutting(DeliveryStream stream) {
        return new Cutting(stream, progress, flushThrough);
    }

    /// Gives up what is too old; its disk is given back by [Progress#trim].
    ///
    /// @return what that was
    List<Expired.Range> giveUp(DeliveryStream stream, boolean mayCut, Instant now)
            throws IOException {
        Optional<Expiry> due = retention.due(progress, mayCut, now);
        if (due.isEmpty()) {
            return List.of();
        }
        progress.giveUp(stream, due.get());
        return due.get().ranges();
    }

    /// What is to be put now.
    List<ObjectDelivery> due(Instant now) {
        return progress.objects().stream().filter(object -> object.isDue(now)).toList();
    }

    /// When there is something to do, if nothing comes.
    Optional<Instant> nextDue(DeliveryStream stream, boolean mayCut, Instant now)
            throws IOException {
        Optional<Instant> retry =
                progress.objects().stream()
                        .filter(ObjectDelivery::isWaiting)
                        .filter(object -> !object.isDue(now))
                        .map(ObjectDelivery::dueAt)
                        .min(Instant::compareTo);
        Optional<Instant> cut = mayCut ? cutting(stream).nextCut() : Optional.empty();
        return Stream.of(
                        retry, cut, retention.nextLook(progress, mayCut, now), progress.settlesAt())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /// Where the log must end for a step to be due before that.
    Optional<LogPoint> nextWake(DeliveryStream stream) {
        return cutting(stream).nextWake();
    }

    /// The destination works.
    void works() {
        retention.restart();
        retryAll();
    }

    /// It may work.
    void retryAll() {
        progress.objects().forEach(ObjectDelivery::retryNow);
    }

    /// Writes down what is stored.
    void settle(DeliveryStream stream) throws IOException {
        if (progress.settlesAt().isPresent()) {
            progress.settle(stream);
        }
    }
}
