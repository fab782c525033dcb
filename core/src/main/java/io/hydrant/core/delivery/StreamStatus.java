package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The state of a stream's delivery, for people and metrics.
///
/// `figures` is empty while nobody knows them: the log was not opened since the start, its
/// checkpoint is damaged, or it has to be read again after a bug. `stopped` is why the stream has
/// stopped until the next start: its log is damaged. `recordsInFiles` is how many records lie in
/// the log's files, delivered or not; empty when that is not known either. `nextDue` is when the
/// buffer, as it is, will be cut at the latest, or a failed object tried again. `lastError` stays
/// after it was overcome; `failures` counts attempts in a row that failed, 0 when all is well.
/// `refusal` is why new records are refused at present: a full disk, a damaged log. `backup` is
/// there when the stream is backed up, and how that goes by itself. `epoch` is the one in which its
/// log is read (of several the first); empty while that is not taken up.
public record StreamStatus(
        Optional<Figures> figures,
        Optional<String> stopped,
        Optional<Long> recordsInFiles,
        Optional<Instant> nextDue,
        Optional<DeliveredObject> lastDelivery,
        Optional<DeliveryError> lastError,
        int failures,
        Optional<String> refusal,
        Optional<Backup> backup,
        Optional<Long> epoch) {

    /// Together with that of another log of the same stream. Figures that are not known of one are
    /// not known of both.
    public StreamStatus and(StreamStatus other) {
        return new StreamStatus(
                figures.flatMap(known -> other.figures.map(known::and)),
                stopped.or(() -> other.stopped),
                recordsInFiles.flatMap(count -> other.recordsInFiles.map(more -> count + more)),
                Retention.earlier(nextDue, other.nextDue),
                DeliveredObject.later(lastDelivery, other.lastDelivery),
                failures >= other.failures ? lastError.or(() -> other.lastError) : other.lastError,
                Math.max(failures, other.failures),
                refusal.or(() -> other.refusal),
                backup.flatMap(known -> other.backup.map(known::and)),
                epoch.or(() -> other.epoch));
    }

    /// The same of which no figures are known.
    public StreamStatus withoutFigures() {
        return new StreamStatus(
                Optional.empty(),
                stopped,
                Optional.empty(),
                nextDue,
                lastDelivery,
                lastError,
                failures,
                refusal,
                backup.map(Backup::withoutFigures),
                epoch);
    }

    /// The state of a stream's backup. What stops the stream stops the backup too, and is said of
    /// the stream.
    public record Backup(
            Optional<Figures> figures,
            Optional<DeliveredObject> lastDelivery,
            Optional<DeliveryError> lastError,
            int failures) {
        private Backup withoutFigures() {
            return new Backup(Optional.empty(), lastDelivery, lastError, failures);
        }

        Backup and(Backup other) {
            return new Backup(
                    figures.flatMap(known -> other.figures.map(known::and)),
                    DeliveredObject.later(lastDelivery, other.lastDelivery),
                    failures >= other.failures
                            ? lastError.or(() -> other.lastError)
                            : other.lastError,
                    Math.max(failures, other.failures));
        }
    }

    /// Records that are acknowledged and not delivered, of a stream whose figures are known.
    ///
    /// @throws java.util.NoSuchElementException when they are not
    public long backlogRecords() {
        return figures.orElseThrow().backlogRecords();
    }

    /// What became of records that were processed: so many of them, of which so many were dropped;
    /// and how many failures that made, of whole records or of parts, which are in error objects.
    public record ProcessedRecords(long records, long dropped, long failures) {
        ProcessedRecords and(ProcessedRecords other) {
            return new ProcessedRecords(
                    records + other.records, dropped + other.dropped, failures + other.failures);
        }
    }

    /// The *buffer* is what is not assigned to an object yet; the *backlog* is all that is not
    /// delivered, buffer included, and `oldestArrival` is when its oldest record came, as far as
    /// anybody asked. `openObjects` are those that gather records for a destination. `expired` is
    /// what was given up. `processed` is empty for a stream that was never transformed. Positions
    /// before `from` do not count: a backup may have begun later than its stream.
    public record Figures(
            long bufferedRecords,
            long bufferedBytes,
            Optional<Instant> bufferOldestArrival,
            long backlogRecords,
            long backlogBytes,
            Optional<Instant> oldestArrival,
            int openObjects,
            int objectsUnderWay,
            long deliveredRecords,
            long deliveredObjects,
            Expired expired,
            Optional<ProcessedRecords> processed,
            long from) {
        /// Together with those of another log of the same stream. Where a backup begins is
        /// different in each, and of no use in both.
        Figures and(Figures other) {
            return new Figures(
                    bufferedRecords + other.bufferedRecords,
                    bufferedBytes + other.bufferedBytes,
                    Retention.earlier(bufferOldestArrival, other.bufferOldestArrival),
                    backlogRecords + other.backlogRecords,
                    backlogBytes + other.backlogBytes,
                    Retention.earlier(oldestArrival, other.oldestArrival),
                    openObjects + other.openObjects,
                    objectsUnderWay + other.objectsUnderWay,
                    deliveredRecords + other.deliveredRecords,
                    deliveredObjects + other.deliveredObjects,
                    expired.and(other.expired),
                    processed.isPresent() && other.processed.isPresent()
                            ? Optional.of(processed.get().and(other.processed.get()))
                            : processed.or(() -> other.processed),
                    from);
        }

        /// Of a ledger that begins there.
        Figures from(LogPoint begin) {
            return new Figures(
                    bufferedRecords,
                    bufferedBytes,
                    bufferOldestArrival,
                    backlogRecords,
                    backlogBytes,
                    oldestArrival,
                    openObjects,
                    objectsUnderWay,
                    deliveredRecords - begin.position(),
                    deliveredObjects,
                    expired,
                    processed,
                    begin.position());
        }

        /// Together with those of the log of processed records. What was made of a record counts,
        /// and not the record itself.
        ///
        /// @param made what was made of this log
        Figures withProcessed(Figures further, Transformed made) {
            return new Figures(
                    bufferedRecords + further.bufferedRecords,
                    bufferedBytes + further.bufferedBytes,
                    Retention.earlier(bufferOldestArrival, further.bufferOldestArrival),
                    backlogRecords + further.backlogRecords,
                    backlogBytes + further.backlogBytes,
                    Retention.earlier(oldestArrival, further.oldestArrival),
                    further.openObjects,
                    objectsUnderWay + further.objectsUnderWay,
                    deliveredRecords - made.sourceRecords() + further.deliveredRecords,
                    deliveredObjects + further.deliveredObjects,
                    expired.and(further.expired),
                    Optional.of(
                            new ProcessedRecords(
                                    made.sourceRecords(), made.dropped(), made.failures())),
                    from);
        }
    }

    /// An object that is stored. `payloadBytes` is before compression.
    public record DeliveredObject(
            String bucket,
            String key,
            long records,
            long payloadBytes,
            CutReason reason,
            Instant at) {
        static Optional<DeliveredObject> later(
                Optional<DeliveredObject> one, Optional<DeliveredObject> other) {
            return Stream.concat(one.stream(), other.stream())
                    .max(Comparator.comparing(DeliveredObject::at));
        }

        static DeliveredObject of(Intent intent, Instant at) {
            return new DeliveredObject(
                    intent.bucket(),
                    intent.key(),
                    intent.recordCount(),
                    intent.payloadBytes(),
                    intent.reason(),
                    at);
        }
    }
}
