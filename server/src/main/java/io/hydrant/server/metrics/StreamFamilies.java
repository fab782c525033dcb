package io.hydrant.server.metrics;

import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.delivery.StreamStatus;
import io.hydrant.core.delivery.StreamStatus.Figures;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Measure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.meter.Tally;
import io.hydrant.core.stream.DeliveryStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The metrics of streams: for each stream that is shown, and for all together. For one thread.
final class StreamFamilies {
    private static final String STREAM = "stream";
    private static final String OPERATION = "operation";
    private static final String CODE = "code";
    private static final double MILLIS = 1000.0;

    /// A figure as it is shown.
    ///
    /// @param total what all streams together have, deleted ones included
    private record Shown(Figure figure, Family.Counter each, Family.Counter total) {
        static Shown of(Figure figure, String name, String help) {
            return new Shown(
                    figure,
                    new Family.Counter("hydrant_stream_" + name, help),
                    new Family.Counter("hydrant_" + name, help + ", of all streams together"));
        }
    }

    /// Figures of one of the two operations that put.
    private record Puts(
            String operation, Figure requests, Figure records, Figure bytes, Figure latency) {}

    private static final List<Puts> PUTS =
            List.of(
                    new Puts(
                            "PutRecord",
                            Figure.PUT_RECORD_REQUESTS,
                            Figure.PUT_RECORD_REQUESTS,
                            Figure.PUT_RECORD_BYTES,
                            Figure.PUT_RECORD_LATENCY),
                    new Puts(
                            "PutRecordBatch",
                            Figure.PUT_RECORD_BATCH_REQUESTS,
                            Figure.PUT_RECORD_BATCH_RECORDS,
                            Figure.PUT_RECORD_BATCH_BYTES,
                            Figure.PUT_RECORD_BATCH_LATENCY));

    private final List<Shown> counters =
            List.of(
                    Shown.of(
                            Figure.THROTTLED_RECORDS,
                            "throttled_records",
                            "Records that a quota kept out"),
                    Shown.of(
                            Figure.STORAGE_REFUSALS,
                            "storage_refusals",
                            "Requests refused because they could not be stored: full or failing disk, damaged log"),
                    Shown.of(
                            Figure.BUSY_REFUSALS,
                            "busy_refusals",
                            "Requests refused because too many waited to be stored"),
                    Shown.of(
                            Figure.DELIVERED_RECORDS,
                            "delivered_records",
                            "Records in objects that are stored"),
                    Shown.of(
                            Figure.DELIVERED_BYTES,
                            "delivered_bytes",
                            "Bytes of these records, before compression"),
                    Shown.of(
                            Figure.EXPIRED_RECORDS,
                            "expired_records",
                            "Records given up because they were older than the retention"),
                    Shown.of(
                            Figure.BACKUP_RECORDS,
                            "backup_records",
                            "Records in objects of the backup"),
                    Shown.of(
                            Figure.BACKUP_BYTES,
                            "backup_bytes",
                            "Bytes of these records, before compression"),
                    Shown.of(
                            Figure.BACKUP_OBJECTS,
                            "backup_objects",
                            "Objects of the backup that are stored"),
                    Shown.of(
                            Figure.PROCESSED_RECORDS,
                            "processed_records",
                            "Records that went through the processors"),
                    Shown.of(
                            Figure.DROPPED_RECORDS,
                            "dropped_records",
                            "Records that processing dropped on purpose"),
                    Shown.of(
                            Figure.PROCESSING_FAILURES,
                            "processing_failed_records",
                            "Records and parts of records that went to the error output"),
                    Shown.of(Figure.MADE_RECORDS, "made_records", "Records that processing made"),
                    Shown.of(Figure.MADE_BYTES, "made_bytes", "Bytes that processing made"),
                    Shown.of(
                            Figure.FAILED_SPANS,
                            "failed_spans",
                            "Attempts to process that failed and are repeated"),
                    Shown.of(
                            Figure.FAILED_FUNCTION_CALLS,
                            "failed_function_calls",
                            "Calls of functions that failed"),
                    Shown.of(
                            Figure.ERROR_EVENTS,
                            "error_events",
                            "Errors that were written into the stream's log group"),
                    Shown.of(
                            Figure.REPEATED_ERRORS,
                            "repeated_errors",
                            "Errors that were left out of it, since others like them were written"),
                    Shown.of(
                            Figure.LOST_ERROR_EVENTS,
                            "lost_error_events",
                            "Errors that could not be written into it"),
                    Shown.of(
                            Figure.DECOMPRESSED_RECORDS,
                            "decompressed_records",
                            "Records that were decompressed"),
                    Shown.of(
                            Figure.DECOMPRESSED_BYTES,
                            "decompressed_bytes",
                            "Bytes that decompression made"));

    private final Family.Counter requests = each("incoming_requests", "Puts that were answered");
    private final Family.Counter records = each("incoming_records", "Records that were taken");
    private final Family.Counter bytes = each("incoming_bytes", "Bytes of records that were taken");
    private final Family.Histogram latency =
            new Family.Histogram(
                    "hydrant_stream_put_latency_seconds", "How long puts took that were answered");
    private final Family.Counter refused =
            each("refused_requests", "Puts of which nothing was taken, by AWS's error code");
    private final Family.Counter objects =
            each("delivered_objects", "Objects that are stored, by why they ended where they did");
    private final Family.Counter putFailures =
            each("put_failures", "Attempts to store an object that failed, by error code");
    private final Family.Counter backupFailures =
            each(
                    "backup_put_failures",
                    "Attempts to store an object of the backup that failed, by error code");
    private final Family.Counter failures =
            each(
                    "processing_failures",
                    "Records and parts that failed in processing, by error code; what is processed again counts again");
    private final Family.Summary functions =
            new Family.Summary(
                    "hydrant_stream_function_duration_seconds", "Calls of functions that answered");

    private final Family.Counter allRequests =
            all("incoming_requests", "Puts that were answered, of all streams together");
    private final Family.Counter allRecords =
            all("incoming_records", "Records that were taken, of all streams together");
    private final Family.Counter allBytes =
            all("incoming_bytes", "Bytes of records that were taken, of all streams together");
    private final Family.Histogram allLatency =
            new Family.Histogram(
                    "hydrant_put_latency_seconds",
                    "How long puts took that were answered, of all streams together");
    private final Family.Counter allRefused =
            all(
                    "refused_requests",
                    "Puts of which nothing was taken, by AWS's error code, of all streams together");
    private final Family.Counter allObjects =
            all("delivered_objects", "Objects that are stored, of all streams together");
    private final Family.Counter allFailures =
            all(
                    "put_failures",
                    "Attempts to store an object that failed, by error code, of all streams together");

    private final Family.Gauge bufferBytes =
            gauge("stream_buffer_bytes", "Bytes in the open buffer");
    private final Family.Gauge bufferRecords =
            gauge("stream_buffer_records", "Records in the open buffer");
    private final Family.Gauge bufferAge =
            gauge("stream_buffer_age_seconds", "Age of the oldest record in the open buffer");
    private final Family.Gauge backlogBytes =
            gauge("stream_backlog_bytes", "Bytes that are not delivered, buffer included");
    private final Family.Gauge backlogRecords =
            gauge("stream_backlog_records", "Records that are not delivered, buffer included");
    private final Family.Gauge oldest =
            gauge(
                    "stream_oldest_record_age_seconds",
                    "Age of the oldest record that is not delivered; 0 when there is none");
    private final Family.Gauge open =
            gauge(
                    "stream_open_objects",
                    "Objects that gather records: one for each active partition");
    private final Family.Gauge backupBacklog =
            gauge("stream_backup_backlog_records", "Records that are not in the backup yet");
    private final Family.Gauge backupOldest =
            gauge(
                    "stream_backup_oldest_record_age_seconds",
                    "Age of the oldest record that is not in the backup; 0 when there is none");
    private final Family.Gauge failing =
            gauge("stream_failing_attempts", "Attempts in a row that failed; 0 when all is well");
    private final Family.Gauge refusing =
            gauge(
                    "stream_refusing",
                    "1 while new records are refused because they cannot be stored");
    private final Family.Gauge stopped =
            gauge("stream_stopped", "1 when the stream's log is damaged, until the next start");

    private final Meters meters;
    private final Instant now;
    private double sumBacklogBytes;
    private double sumBacklogRecords;
    private double oldestOfAll;
    private int streams;
    private int shown;

    StreamFamilies(Meters meters, Instant now) {
        this.meters = meters;
        this.now = now;
    }

    private static Family.Counter each(String name, String help) {
        return new Family.Counter("hydrant_stream_" + name, help);
    }

    private static Family.Counter all(String name, String help) {
        return new Family.Counter("hydrant_" + name, help);
    }

    private static Family.Gauge gauge(String name, String help) {
        return new Family.Gauge("hydrant_" + name, help);
    }

    /// Takes in all streams.
    ///
    /// @param inOrder those that come first have series of their own, but for those that were
    ///   together with others before: a number that grows is not to fall when one leaves it
    void add(List<DeliveryStream> inOrder, int shownMax, DeliveryEngine engine) {
        List<String> together = new ArrayList<>();
        double restBytes = 0;
        double restRecords = 0;
        double restOldest = 0;
        for (DeliveryStream stream : inOrder) {
            Optional<StreamMeter> meter = meters.find(stream.logId());
            streams++;
            boolean isShown = shown < shownMax && !meters.isTogether(stream.logId());
            Optional<StreamStatus> status = engine.status(stream.name());
            Optional<Figures> figures = status.flatMap(StreamStatus::figures);
            double waitingBytes = figures.map(Figures::backlogBytes).orElse(0L);
            double waitingRecords = figures.map(Figures::backlogRecords).orElse(0L);
            double age = figures.flatMap(Figures::oldestArrival).map(this::age).orElse(0.0);
            sumBacklogBytes += waitingBytes;
            sumBacklogRecords += waitingRecords;
            oldestOfAll = Math.max(oldestOfAll, age);
            if (isShown) {
                shown++;
                meter.ifPresent(known -> show(known, stream.name()));
                status.ifPresent(known -> show(known, stream.name()));
            } else {
                together.add(stream.logId());
                restBytes += waitingBytes;
                restRecords += waitingRecords;
                restOldest = Math.max(restOldest, age);
            }
        }
        if (shown < streams) {
            backlogBytes.add(restBytes, STREAM, "");
            backlogRecords.add(restRecords, STREAM, "");
            oldest.add(restOldest, STREAM, "");
        }
        Meters.Sums sums = meters.sums(together);
        show(sums.together(), "");
        showTotal(sums.all());
    }

    private double age(Instant arrival) {
        return Math.max(0, Duration.between(arrival, now).toMillis() / MILLIS);
    }

    /// Metrics of which a stream has nothing are left out, but for those that every stream has.
    private void show(StreamMeter meter, String name) {
        for (Shown each : counters) {
            long value = meter.counted(each.figure());
            if (value > 0) {
                each.each().add(value, STREAM, name);
            }
        }
        PUTS.forEach(puts -> show(puts, meter, name));
        show(meter.refusals(), refused, name);
        show(meter.putFailures(), putFailures, name);
        show(meter.backupFailures(), backupFailures, name);
        show(meter.processingFailures(), failures, name);
        showCut(meter, Figure.OBJECTS_CUT_BY_SIZE, "size", name);
        showCut(meter, Figure.OBJECTS_CUT_BY_AGE, "age", name);
        showCut(meter, Figure.OBJECTS_CUT_BY_FLUSH, "flush", name);
        meter.measured(Figure.FUNCTION_DURATION)
                .ifPresent(known ->
                        functions.add(known.count(), known.sum() / Family.MICROS, STREAM, name));
    }

    private void showCut(StreamMeter meter, Figure figure, String cut, String name) {
        if (meter.counted(figure) > 0) {
            objects.add(meter.counted(figure), STREAM, name, "cut", cut);
        }
    }

    private void show(Puts puts, StreamMeter meter, String name) {
        long answered = meter.counted(puts.requests());
        if (answered > 0) {
            String[] labels = {STREAM, name, OPERATION, puts.operation()};
            requests.add(answered, labels);
            records.add(meter.counted(puts.records()), labels);
            bytes.add(meter.counted(puts.bytes()), labels);
            meter.measured(puts.latency()).ifPresent(known -> latency.add(known, labels));
        }
    }

    private static void show(Tally tally, Family.Counter in, String name) {
        tally.counts().forEach((code, count) -> in.add(count, STREAM, name, CODE, code));
    }

    private void show(StreamStatus status, String name) {
        failing.add(status.failures(), STREAM, name);
        refusing.add(status.refusal().isPresent() ? 1 : 0, STREAM, name);
        stopped.add(status.stopped().isPresent() ? 1 : 0, STREAM, name);
        status.figures()
                .ifPresent(known -> {
                    bufferBytes.add(known.bufferedBytes(), STREAM, name);
                    bufferRecords.add(known.bufferedRecords(), STREAM, name);
                    bufferAge.add(
                            known.bufferOldestArrival().map(this::age).orElse(0.0), STREAM, name);
                    backlogBytes.add(known.backlogBytes(), STREAM, name);
                    backlogRecords.add(known.backlogRecords(), STREAM, name);
                    oldest.add(known.oldestArrival().map(this::age).orElse(0.0), STREAM, name);
                    open.add(known.openObjects(), STREAM, name);
                });
        status.backup()
                .flatMap(StreamStatus.Backup::figures)
                .ifPresent(known -> {
                    backupBacklog.add(known.backlogRecords(), STREAM, name);
                    backupOldest.add(
                            known.oldestArrival().map(this::age).orElse(0.0), STREAM, name);
                });
    }

    private void showTotal(StreamMeter total) {
        counters.forEach(each -> each.total().add(total.counted(each.figure())));
        for (Puts puts : PUTS) {
            String[] labels = {OPERATION, puts.operation()};
            allRequests.add(total.counted(puts.requests()), labels);
            allRecords.add(total.counted(puts.records()), labels);
            allBytes.add(total.counted(puts.bytes()), labels);
            allLatency.add(total.measured(puts.latency()).orElseGet(Measure::ofLatency), labels);
        }
        total.refusals().counts().forEach((code, count) -> allRefused.add(count, CODE, code));
        allObjects.add(total.counted(Figure.DELIVERED_OBJECTS));
        total.putFailures().counts().forEach((code, count) -> allFailures.add(count, CODE, code));
    }

    List<Family> all() {
        List<Family> all = new ArrayList<>();
        for (Shown each : counters) {
            all.add(each.each());
            all.add(each.total());
        }
        all.addAll(
                List.of(
                        requests,
                        records,
                        bytes,
                        latency,
                        refused,
                        objects,
                        putFailures,
                        backupFailures,
                        failures,
                        functions));
        all.addAll(
                List.of(
                        allRequests,
                        allRecords,
                        allBytes,
                        allLatency,
                        allRefused,
                        allObjects,
                        allFailures));
        all.addAll(
                List.of(
                        bufferBytes,
                        bufferRecords,
                        bufferAge,
                        backlogBytes,
                        backlogRecords,
                        oldest,
                        open,
                        backupBacklog,
                        backupOldest,
                        failing,
                        refusing,
                        stopped));
        all.add(
                gauge("backlog_bytes", "Bytes that are not delivered, of all streams together")
                        .add(sumBacklogBytes));
        all.add(
                gauge("backlog_records", "Records that are not delivered, of all streams together")
                        .add(sumBacklogRecords));
        all.add(
                gauge(
                                "oldest_record_age_seconds",
                                "Age of the oldest record of all that is not delivered; 0 when there is none")
                        .add(oldestOfAll));
        all.add(gauge("streams", "Delivery streams that there are").add(streams));
        all.add(
                gauge(
                                "metrics_streams_shown",
                                "Streams that have series of their own here; the others are together in stream=\"\"")
                        .add(shown));
        return all;
    }
}
