package io.hydrant.core.delivery;

import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogTakeover;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;

/// One stream's log and how far it is delivered: which records belong to which object, durably,
/// before any of them is put. Guarded by the lock of its stream's delivery.
final class Progress {
    /// What is stored waits so long for the next object that is begun, to share a checkpoint with
    /// it. After a crash meanwhile the store is asked for it.
    private static final Duration SETTLE_AFTER = Duration.ofMillis(100);

    private final StreamLog log;

    /// Begun by this one, so that no other writes checkpoints anymore.
    private final long epoch;

    private final RandomGenerator random;

    /// As it is on disk, unless writing another one failed.
    private Checkpoint checkpoint;

    private boolean isOnDisk;

    /// Empty unless objects are stored and not written down as such.
    private Optional<Pause> unsettled = Optional.empty();

    /// Objects of the checkpoint's intents, in their order.
    private final List<ObjectDelivery> objects = new ArrayList<>();

    private Partitions partitions;

    private long keptFrom = Long.MAX_VALUE;

    /// What was made of the log, if it was processed.
    private Optional<Transformed> transformed;

    /// From where on the log is backed up, if it is.
    private Optional<LogPoint> backupFrom;

    private Optional<DeliveredObject> last;

    private Progress(
            StreamLog log,
            long epoch,
            RandomGenerator random,
            Checkpoint checkpoint,
            boolean isOnDisk,
            Partitions partitions) {
        this.log = log;
        this.epoch = epoch;
        this.random = random;
        this.checkpoint = checkpoint;
        this.isOnDisk = isOnDisk;
        this.partitions = partitions;
        this.transformed = checkpoint.transformed();
        this.backupFrom = checkpoint.backupFrom();
        this.last = checkpoint.last();
    }

    /// Makes the open objects of a log, as a checkpoint tells.
    @FunctionalInterface
    interface Opening {
        Partitions of(StreamLog log, Checkpoint checkpoint) throws IOException;
    }

    /// Takes up what the last checkpoint tells.
    ///
    /// @param first what counts while there is no checkpoint; empty when there must be one
    /// @param isForced whether what is read is on stable storage: a start makes sure of it, but
    ///   writing it may have ended in the middle since. Then it is written again before anything is
    ///   put.
    static Progress resume(
            StreamLog log,
            Optional<Checkpoint> first,
            Opening opening,
            RandomGenerator random,
            boolean isForced)
            throws IOException {
        return resume(log, log.takeOver(), first, opening, random, isForced);
    }

    /// The same of a log that was taken over.
    static Progress resume(
            StreamLog log,
            LogTakeover takeover,
            Optional<Checkpoint> first,
            Opening opening,
            RandomGenerator random,
            boolean isForced)
            throws IOException {
        Checkpoint checkpoint = checkpoint(log, takeover, first);
        LogPoint sealed = checkpoint.sealed();
        if (log.end().position() < sealed.position()) {
            throw log.stopForRecords(
                    "records up to position " + sealed.position(),
                    "records up to position " + log.end().position());
        }
        log.headers(checkpoint.delivered()).close(); // damage when it begins behind that
        Partitions open = opening.of(log, checkpoint);
        boolean isOnDisk =
                checkpoint.equals(Checkpoint.NOTHING)
                        || isForced && takeover.checkpoint().isPresent();
        Progress progress = new Progress(log, takeover.epoch(), random, checkpoint, isOnDisk, open);
        for (Intent intent : checkpoint.intents()) {
            progress.objects.add(ObjectDelivery.resumed(log, intent));
        }
        return progress;
    }

    private static Checkpoint checkpoint(
            StreamLog log, LogTakeover takeover, Optional<Checkpoint> first)
            throws LogDamagedException {
        if (takeover.checkpoint().isEmpty() && first.isEmpty()) {
            throw log.stopForCheckpoint("a checkpoint", "no file");
        }
        try {
            return takeover.checkpoint()
                    .map(CheckpointDocument::read)
                    .or(() -> first)
                    .orElseThrow();
        } catch (JacksonException | IllegalArgumentException e) {
            throw log.stopForCheckpoint(
                    "a checkpoint that this version reads", String.valueOf(e.getMessage()));
        }
    }

    /// Makes sure that no other has taken the log over since.
    void checkCurrent() throws IOException {
        log.checkCurrent(epoch);
    }

    StreamLog log() {
        return log;
    }

    long epoch() {
        return epoch;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// What there is to tell, of objects that are stored as if it were written down already.
    StreamStatus.Figures figures() {
        long bufferedRecords = 0;
        long bufferedBytes = 0;
        Optional<Instant> oldest = Optional.empty();
        for (OpenObject open : partitions.open()) {
            bufferedRecords += open.recordCount();
            bufferedBytes += open.payloadBytes();
            oldest = Retention.earlier(oldest, open.knownSince());
        }
        Optional<Instant> oldestOfAll = oldest;
        long assignedRecords = 0;
        long assignedBytes = 0;
        int left = 0;
        int underWay = 0;
        for (ObjectDelivery object : objects) {
            if (!object.isStored()) {
                left++;
                underWay += object.isUnderWay() ? 1 : 0;
                assignedRecords += object.intent().recordCount();
                assignedBytes += object.intent().payloadBytes();
                oldestOfAll =
                        Retention.earlier(
                                oldestOfAll, Optional.of(object.intent().oldestArrival()));
            }
        }
        Expired expired = checkpoint.expired();
        long waiting = bufferedRecords + assignedRecords;
        return new StreamStatus.Figures(
                bufferedRecords,
                bufferedBytes,
                oldest,
                partitions.recordCount() - partitions.takenIn() + waiting,
                partitions.bytesLeft() + bufferedBytes + assignedBytes,
                oldestOfAll,
                partitions.open().size(),
                underWay,
                partitions.takenIn() - waiting - expired.records(),
                checkpoint.objects() + objects.size() - left,
                expired,
                Optional.empty(),
                0);
    }

    /// The object that was delivered last, also before the last start.
    Optional<DeliveredObject> last() {
        return last;
    }

    /// An object is stored. Written down with the next checkpoint.
    void delivered(DeliveredObject object) {
        last = Optional.of(object);
    }

    List<ObjectDelivery> objects() {
        return objects;
    }

    Partitions partitions() {
        return partitions;
    }

    /// What comes before is assigned.
    LogPoint start() {
        return partitions.sealed();
    }

    /// What was made of this log, if it was processed.
    Optional<Transformed> transformed() {
        return transformed;
    }

    /// Everything up to there was processed into another log, in which it is durable. Written down
    /// with the next checkpoint. For a log without partitions.
    void transformed(LogPoint through, Transformed done) {
        partitions = Undivided.from(log, through);
        transformed = Optional.of(done);
    }

    /// Writes down that this ledger begins where it does, unless that is written.
    void writeFirst(DeliveryStream stream) throws IOException {
        if (checkpoint.equals(Checkpoint.NOTHING)) {
            isOnDisk = false; // There may be no document yet, which means the same.
        }
        if (!isOnDisk) {
            settle(stream);
        }
    }

    /// The log is backed up from there on, durably, by a ledger of its own. Written down at once.
    void backedUp(LogPoint from, DeliveryStream stream) throws IOException {
        backupFrom = Optional.of(from);
        settle(stream);
    }

    /// Whether there is something that is in no object, or in one that is not stored.
    boolean hasBacklog() {
        return partitions.recordCount() > partitions.takenIn()
                || !partitions.open().isEmpty()
                || objects.stream().anyMatch(object -> !object.isStored());
    }

    /// Writes down, all at once, which objects are done, which are renamed and which are begun; and
    /// gives back the disk of what is done. When writing fails nothing has changed; what cannot be
    /// given back now is given back by the next call. What is only done may wait until
    /// [#settlesAt].
    void save(DeliveryStream stream, Sealing sealing, Instant now) throws IOException {
        boolean mayWait =
                isOnDisk
                        && sealing.begun().isEmpty()
                        && objects.stream().noneMatch(object -> isOutdated(object, stream));
        if (!mayWait || unsettled(sealing, now).isEmpty()) {
            settle(stream, sealing);
        } else {
            partitions = sealing.partitions(); // Some have more records, and none has fewer.
        }
    }

    private static boolean isOutdated(ObjectDelivery object, DeliveryStream stream) {
        return object.isFree() && object.intent().version() != stream.version();
    }

    /// Empty when there is nothing to be settled, or it is time to. Where all records were dropped,
    /// there is no object, and yet what lies before can be trimmed.
    private Optional<Pause> unsettled(Sealing sealing, Instant now) {
        boolean isNews =
                !transformed.equals(checkpoint.transformed())
                        || !sealing.partitions().sealed().equals(checkpoint.sealed())
                        || objects.stream().anyMatch(ObjectDelivery::isStored);
        if (unsettled.isEmpty() && isNews) {
            unsettled = Optional.of(Pause.of(now, SETTLE_AFTER));
        }
        return unsettled.filter(pause -> !pause.isOver(now));
    }

    /// When [#save] has something to do even if nothing happens.
    Optional<Instant> settlesAt() {
        return unsettled.map(Pause::until);
    }

    /// Writes down all that there is; no object is cut.
    void settle(DeliveryStream stream) throws IOException {
        settle(stream, Sealing.of(this));
    }

    /// Writes down all that there is, as [#save] does.
    private void settle(DeliveryStream stream, Sealing sealing) throws IOException {
        List<ObjectDelivery> left = new ArrayList<>(objects);
        left.removeIf(ObjectDelivery::isStored);
        List<Intent> intents = new ArrayList<>();
        for (ObjectDelivery object : left) {
            intents.add(
                    isOutdated(object, stream)
                            ? object.intent().renamed(stream, random)
                            : object.intent());
        }
        sealing.begun().forEach(object -> intents.add(object.intent()));
        Checkpoint next =
                new Checkpoint(
                        sealing.partitions().sealed(),
                        sealing.partitions().ahead(),
                        intents,
                        transformed,
                        backupFrom,
                        checkpoint.objects() + objects.size() - left.size(),
                        checkpoint.expired(),
                        last);
        if (!isOnDisk || !next.equals(checkpoint)) {
            write(next);
            left.addAll(sealing.begun());
            adopt(next, left);
        }
        partitions = sealing.partitions();
        unsettled = Optional.empty();
        trim();
    }

    /// Writes down what is given up; the disk of it is given back by [#trim]. When this fails
    /// nothing has changed.
    void giveUp(DeliveryStream stream, Expiry expiry) throws IOException {
        List<ObjectDelivery> left = new ArrayList<>();
        List<Intent> intents = new ArrayList<>();
        for (ObjectDelivery object : objects) {
            if (!expiry.isAllOf(object)) {
                left.add(object);
                intents.add(
                        expiry.rest(object)
                                .map(rest -> shortened(stream, object.intent(), rest))
                                .orElse(object.intent()));
            }
        }
        Checkpoint next =
                new Checkpoint(
                        expiry.partitions().sealed(),
                        expiry.partitions().ahead(),
                        intents,
                        transformed,
                        backupFrom,
                        checkpoint.objects(),
                        checkpoint.expired().plus(expiry.ranges()),
                        checkpoint.last());
        write(next);
        for (int i = 0; i < left.size(); i++) {
            ObjectDelivery object = left.get(i);
            Intent intent = intents.get(i);
            object.change(intent);
        }
        partitions = expiry.partitions();
        adopt(next, left);
    }

    private Intent shortened(DeliveryStream stream, Intent intent, Expiry.Rest rest) {
        return intent.without(rest.part(), rest.oldestArrival(), stream, random);
    }

    /// Gives back the disk of what is done with.
    void trim() throws IOException {
        log.trim(Math.min(checkpoint.delivered().position(), keptFrom));
    }

    /// What lies from there on is not given back, since somebody else still looks for it.
    void keepFrom(LogPoint point) {
        keptFrom = point.position();
    }

    /// A write that fails may still have taken effect: then the next one must not be left out.
    private void write(Checkpoint next) throws IOException {
        isOnDisk = false;
        log.checkpoint(epoch, CheckpointDocument.write(next));
        isOnDisk = true;
    }

    private void adopt(Checkpoint next, List<ObjectDelivery> left) {
        checkpoint = next;
        objects.clear();
        objects.addAll(left);
        for (int i = 0; i < objects.size(); i++) {
            objects.get(i).change(next.intents().get(i));
        }
    }
}
