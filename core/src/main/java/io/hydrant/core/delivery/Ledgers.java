package io.hydrant.core.delivery;

import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogTakeover;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.Transform;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The ledgers of one stream, and what moves its records: from its log to objects; or, when they
/// are transformed, from its log to the log of processed records, and from there to objects. A
/// stream that is not transformed anymore still has both, until it is deleted. When it is backed
/// up, its log has a second ledger, which knows nothing of the others: from the log to the backup's
/// objects. Guarded by the lock of its stream's delivery.
///
/// @param transformed there once the stream was transformed
/// @param backup there once the stream was backed up
record Ledgers(Delivering source, Optional<Further> transformed, Optional<Delivering> backup) {

    /// What a stream has that is, or was, transformed.
    record Further(Transforming transforming, Delivering processed) {}

    /// Takes up what the last checkpoints tell.
    ///
    /// @param transforms whether the stream is transformed now
    /// @param before what was known, if anything: of it only what no checkpoint tells is believed
    static Ledgers open(
            DeliveryStream stream,
            StreamLogs logs,
            boolean transforms,
            Parts parts,
            Optional<Ledgers> before)
            throws IOException {
        Progress source =
                Progress.resume(
                        logs.log(stream.logId()),
                        Optional.of(Checkpoint.NOTHING),
                        (at, checkpoint) -> Undivided.from(at, checkpoint.sealed()),
                        parts.random(),
                        before.isEmpty());
        Delivering delivering =
                Delivering.of(source, parts.retention(), before.map(Ledgers::source));
        Ledgers ledgers = new Ledgers(delivering, Optional.empty(), Optional.empty());
        if (transforms || source.transformed().isPresent()) {
            ledgers = ledgers.withProcessed(stream, logs, parts, before);
        }
        return stream.forBackup().isPresent() ? ledgers.withBackup(parts, before) : ledgers;
    }

    /// The same of a stream that was not backed up before. The backup begins with what is in no
    /// object of the stream, and not processed: everything that is put from now on, and perhaps a
    /// little of what was put before.
    Ledgers withBackup(Parts parts, Optional<Ledgers> before) throws IOException {
        Optional<LogPoint> begun = source.progress().checkpoint().backupFrom();
        Progress progress =
                Progress.resume(
                        source.log().forBackup(),
                        begun.isPresent()
                                ? Optional.empty()
                                : Optional.of(Checkpoint.beginning(source.progress().start())),
                        (at, checkpoint) -> Undivided.from(at, checkpoint.sealed()),
                        parts.random(),
                        before.isEmpty());
        Delivering delivering =
                Delivering.of(progress, parts.retention(), before.flatMap(Ledgers::backup));
        return new Ledgers(source, transformed, Optional.of(delivering));
    }

    /// Before anything is cut, it is durable from where on the stream is backed up: first with the
    /// backup's own checkpoint, and then with the source's, which wants the other to be there.
    void beginBackup(DeliveryStream stream) throws IOException {
        boolean isDue =
                backup.isPresent()
                        && source.progress().checkpoint().backupFrom().isEmpty()
                        && source.log().end().position() > 0;
        if (isDue) {
            Progress progress = backup.get().progress();
            progress.writeFirst(of(backup.get(), stream));
            source.progress().backedUp(progress.checkpoint().sealed(), stream);
        }
    }

    /// The same of a stream that was not transformed before.
    Ledgers withProcessed(
            DeliveryStream stream, StreamLogs logs, Parts parts, Optional<Ledgers> before)
            throws IOException {
        StreamLog log = logs.log(ProcessedLog.idOf(stream.logId()));
        LogTakeover takeover = log.takeOver(); // before it is looked how far it has come
        source.progress().checkCurrent(); // Or what it tells of this one is older than this one.
        Optional<Further> further = before.flatMap(Ledgers::transformed);
        Transforming transforming =
                Transforming.resume(
                        source.progress(),
                        log,
                        new Backoff(parts.random()),
                        further.map(Further::transforming));
        Progress processed =
                Progress.resume(
                        log,
                        takeover,
                        Optional.of(Checkpoint.NOTHING),
                        (at, checkpoint) ->
                                Divided.from(
                                        at,
                                        transforming::done,
                                        checkpoint.sealed(),
                                        checkpoint.ahead()),
                        parts.random(),
                        before.isEmpty());
        Delivering delivering =
                Delivering.of(processed, parts.retention(), further.map(Further::processed));
        return new Ledgers(source, Optional.of(new Further(transforming, delivering)), backup);
    }

    /// The same with what the stream has meanwhile: it is processed now, or backed up.
    Ledgers with(DeliveryStream stream, StreamLogs logs, boolean transforms, Parts parts)
            throws IOException {
        Ledgers known =
                transforms && transformed.isEmpty()
                        ? withProcessed(stream, logs, parts, Optional.empty())
                        : this;
        return known.backup.isEmpty() && stream.forBackup().isPresent()
                ? known.withBackup(parts, Optional.empty())
                : known;
    }

    /// What ledgers are made with.
    ///
    /// @param retention the age at which records are given up
    record Parts(RandomGenerator random, Optional<Duration> retention) {}

    /// The log of processed records keeps what is behind the source's checkpoint: after a crash
    /// that is where it is looked how far the source was processed.
    void keepWhatIsLookedFor() {
        if (transformed.isPresent()) {
            LogPoint from =
                    source.progress()
                            .checkpoint()
                            .transformed()
                            .map(Transformed::end)
                            .orElse(LogPoint.START);
            transformed.get().processed().progress().keepFrom(from);
        }
    }

    /// From where records are put, the backup's among them.
    List<Delivering> deliverings() {
        List<Delivering> all = new ArrayList<>(toDestination());
        backup.ifPresent(all::add);
        return all;
    }

    /// From where records are put at the stream's destination.
    private List<Delivering> toDestination() {
        return transformed
                .map(further -> List.of(source, further.processed()))
                .orElseGet(() -> List.of(source));
    }

    /// Those that share their destination with this one.
    List<Delivering> alike(Delivering each) {
        return isBackup(each) ? List.of(each) : toDestination();
    }

    boolean isBackup(Delivering each) {
        return backup.filter(each::equals).isPresent();
    }

    /// The stream as this one sees it: a backup has another destination.
    DeliveryStream of(Delivering each, DeliveryStream stream) {
        return isBackup(each) ? stream.forBackup().orElseThrow() : stream;
    }

    /// Where an object's records come from; empty when it was read from a ledger that is not
    /// believed anymore.
    Optional<Delivering> of(ObjectDelivery object) {
        return deliverings().stream().filter(each -> each.log().equals(object.log())).findFirst();
    }

    /// Whether a span is being transformed: nothing else may move those records.
    boolean isTransforming() {
        return transformed.filter(further -> further.transforming().isUnderWay()).isPresent();
    }

    /// Whether records go from there into objects: those of the stream's own do unless they are to
    /// be processed before, or just now are.
    boolean mayCut(Delivering from, boolean transforms) {
        return !from.equals(source) || !transforms && !isTransforming();
    }

    /// Before records of the stream's own log go into objects, nothing may turn up of a span of
    /// theirs that could not be kept: it would be taken for processed at the next start.
    void abandonFailedSpans() throws IOException {
        if (transformed.isPresent()) {
            transformed.get().processed().log().abandonFailed();
        }
    }

    /// The span that is to be transformed now, if any.
    Optional<TransformStep> dueSpan(
            DeliveryStream stream, Optional<Transform> transform, Instant now) throws IOException {
        return transform.isEmpty()
                ? Optional.empty()
                : transforming()
                        .due(
                                stream,
                                transform.get(),
                                source.flushThrough(),
                                transformed.orElseThrow().processed().progress().partitions(),
                                now);
    }

    /// When a span is to be transformed, if nothing comes.
    Optional<Instant> nextSpan(Optional<Transform> transform, Instant now) throws IOException {
        return transform.isEmpty()
                ? Optional.empty()
                : transforming().nextDue(transform.get(), now);
    }

    /// Where the stream's own log must end for a step to be due at once. While a span is under way,
    /// or about to be, its end is one.
    Optional<LogPoint> nextWake(
            DeliveryStream stream,
            Optional<Transform> transform,
            Optional<TransformStep> begun,
            Instant now) {
        Optional<LogPoint> wake =
                begun.isPresent() ? Optional.empty() : nextWake(stream, transform, now);
        Optional<LogPoint> ofBackup = backup.flatMap(each -> each.nextWake(of(each, stream)));
        return Stream.of(wake, ofBackup).flatMap(Optional::stream).reduce(LogPoint::either);
    }

    private Optional<LogPoint> nextWake(
            DeliveryStream stream, Optional<Transform> transform, Instant now) {
        if (transform.isPresent()) {
            return transforming().nextWake(transform.get(), now);
        }
        return isTransforming() ? Optional.empty() : source.nextWake(stream);
    }

    private Transforming transforming() {
        return transformed.orElseThrow().transforming();
    }

    /// The destination may work again, and the transform.
    void retryAll() {
        deliverings().forEach(Delivering::retryAll);
        transformed.ifPresent(further -> further.transforming().retryNow());
    }

    /// Ends a span that is under way soon, if that is wanted: it may take long.
    void stopSpan(boolean wanted) {
        transformed.filter(_ -> wanted).ifPresent(further -> further.transforming().stop());
    }

    /// Whether there is something that is not delivered.
    boolean hasBacklog() {
        return deliverings().stream().anyMatch(each -> each.progress().hasBacklog());
    }

    /// Makes sure that what these tell of is neither damaged nor known to have been taken up by
    /// another process.
    void checkSound() throws IOException {
        for (Delivering each : deliverings()) {
            each.log().checkNotOver();
        }
        for (Delivering each : deliverings()) {
            Optional<LogDamagedException> damage = each.log().damage();
            if (damage.isPresent()) {
                throw damage.get();
            }
        }
    }

    /// Writes down what is stored.
    void settle(DeliveryStream stream) throws IOException {
        for (Delivering each : deliverings()) {
            each.settle(of(each, stream));
        }
    }

    /// The same before a log is let go, so that the next one need not ask the store for it. If
    /// another has begun, it did.
    void settleIfPossible(DeliveryStream stream) {
        try {
            settle(stream);
        } catch (IOException e) {
            System.getLogger(Ledgers.class.getName())
                    .log(Level.DEBUG, "What is delivered was not noted before a log was let go", e);
        }
    }

    /// An object is stored. A destination that works says nothing about that of the backup.
    void delivered(ObjectDelivery object, Instant now) {
        of(object)
                .ifPresent(from -> {
                    from.progress().delivered(DeliveredObject.of(object.intent(), now));
                    alike(from).forEach(Delivering::works);
                });
    }

    /// Gives up what is too old. Whether there was something.
    boolean giveUp(
            DeliveryStream stream,
            boolean transforms,
            Instant now,
            Histories histories,
            DeliveryMeter meter)
            throws IOException {
        boolean hasGivenUp = false;
        for (Delivering each : deliverings()) {
            List<Expired.Range> lost = each.giveUp(of(each, stream), mayCut(each, transforms), now);
            if (!lost.isEmpty()) {
                histories.of(isBackup(each)).givenUp(lost);
                meter.givenUp(lost);
                each.progress().trim();
                hasGivenUp = true;
            }
        }
        return hasGivenUp;
    }

    /// The object that was delivered last, also before the last start, but for the backup's.
    Optional<DeliveredObject> last() {
        return toDestination().stream()
                .flatMap(each -> each.progress().last().stream())
                .max(Comparator.comparing(DeliveredObject::at));
    }

    /// Those of the backup apart.
    StreamStatus.Figures figures() {
        StreamStatus.Figures figures = source.progress().figures();
        return transformed
                .map(further ->
                        figures.withProcessed(
                                further.processed().progress().figures(),
                                further.transforming().done()))
                .orElse(figures);
    }

    /// Those of the backup; a record that came before it does not count.
    Optional<StreamStatus.Figures> backupFigures() {
        return backup.map(each -> {
            Progress progress = each.progress();
            Optional<LogPoint> begun = source.progress().checkpoint().backupFrom();
            return progress.figures().from(begun.orElseGet(progress::start));
        });
    }
}
