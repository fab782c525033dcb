package io.hydrant.core.delivery;

import io.hydrant.core.log.ShardLog;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Counts what becomes of a stream's objects and spans.
record DeliveryMeter(Meters meters, DeliveryStream stream) {
    /// Not before there is something to count: a stream that rests has no meter.
    private StreamMeter meter() {
        return meters.of(ShardLog.streams(stream.logId()), stream.name());
    }

    void stored(ObjectDelivery object, Instant now) {
        StreamMeter meter = meter();
        Intent intent = object.intent();
        long ageMillis = Math.max(0, Duration.between(intent.oldestArrival(), now).toMillis());
        if (object.isOfBackup()) {
            meter.count(Figure.BACKUP_OBJECTS);
            meter.count(Figure.BACKUP_RECORDS, intent.recordCount());
            meter.count(Figure.BACKUP_BYTES, intent.payloadBytes());
            meter.measure(Figure.BACKUP_FRESHNESS, ageMillis);
            return;
        }
        meter.count(Figure.DELIVERED_OBJECTS);
        meter.count(Figure.DELIVERED_RECORDS, intent.recordCount());
        meter.count(Figure.DELIVERED_BYTES, intent.payloadBytes());
        meter.measure(Figure.FRESHNESS, ageMillis);
        meter.count(
                switch (intent.reason()) {
                    case SIZE -> Figure.OBJECTS_CUT_BY_SIZE;
                    case AGE -> Figure.OBJECTS_CUT_BY_AGE;
                    case FLUSH -> Figure.OBJECTS_CUT_BY_FLUSH;
                });
    }

    /// @param now the stream as it is configured now
    void putFailed(ObjectDelivery object, DeliveryError error, DeliveryStream now) {
        StreamMeter meter = meter();
        report(error, now, object.isOfBackup());
        if (object.isOfBackup()) {
            meter.count(Figure.BACKUP_FAILED_PUTS);
            meter.backupFailures().add(error.code());
        } else {
            meter.count(Figure.FAILED_PUTS);
            meter.putFailures().add(error.code());
        }
    }

    /// Counts what is durable of a span, also when the rest of it failed.
    void processed(TransformStep span) {
        StreamMeter meter = meter();
        Transformed before = span.before();
        Transformed done = span.done();
        meter.count(Figure.PROCESSED_RECORDS, done.sourceRecords() - before.sourceRecords());
        meter.count(Figure.DROPPED_RECORDS, done.dropped() - before.dropped());
        meter.count(Figure.PROCESSING_FAILURES, done.failures() - before.failures());
        meter.count(
                Figure.MADE_RECORDS,
                done.records() - before.records() - (done.failures() - before.failures()));
        meter.count(Figure.MADE_BYTES, done.bytes() - before.bytes());
    }

    void spanFailed(DeliveryError error, DeliveryStream now) {
        meter().count(Figure.FAILED_SPANS);
        report(error, now, false);
    }

    /// A stream cannot go on, for a reason that is not an object's.
    void stuck(DeliveryError error, DeliveryStream now) {
        report(error, now, false);
    }

    private void report(DeliveryError error, DeliveryStream now, boolean isOfBackup) {
        ErrorReports.report(meters, now, isOfBackup, error.at(), error.code(), error.message());
    }

    void givenUp(List<Expired.Range> ranges) {
        meter().count(
                        Figure.EXPIRED_RECORDS,
                        ranges.stream().mapToLong(Expired.Range::records).sum());
    }
}
