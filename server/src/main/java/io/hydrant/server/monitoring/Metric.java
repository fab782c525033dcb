package io.hydrant.server.monitoring;

import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Summary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A metric of a stream, and how a minute's figures make it. The namespace `AWS/Firehose` has those
/// that AWS publishes, `Hydrant` what AWS does not tell.
///
/// @param unit as CloudWatch spells it
record Metric(String namespace, String name, String unit, Source source) {
    static final String FIREHOSE = "AWS/Firehose";
    static final String HYDRANT = "Hydrant";

    /// The one dimension that they have.
    static final String DIMENSION = "DeliveryStreamName";

    private static final String BYTES = "Bytes";
    private static final String COUNT = "Count";
    private static final String MILLISECONDS = "Milliseconds";
    private static final String SECONDS = "Seconds";
    private static final String NONE = "None";
    private static final double THOUSAND = 1000.0;

    /// Empty for a minute in which there was nothing of it.
    @FunctionalInterface
    interface Source {
        Optional<Statistics> of(Map<Figure, Summary> minute);
    }

    static final List<Metric> ALL =
            List.of(
                    aws(
                            "IncomingBytes",
                            BYTES,
                            sum(Figure.PUT_RECORD_BYTES, Figure.PUT_RECORD_BATCH_BYTES)),
                    aws(
                            "IncomingRecords",
                            COUNT,
                            sum(Figure.PUT_RECORD_REQUESTS, Figure.PUT_RECORD_BATCH_RECORDS)),
                    aws(
                            "IncomingPutRequests",
                            COUNT,
                            sum(Figure.PUT_RECORD_REQUESTS, Figure.PUT_RECORD_BATCH_REQUESTS)),
                    aws("ThrottledRecords", COUNT, sum(Figure.THROTTLED_RECORDS)),
                    aws("KMSKeyAccessDenied", COUNT, sum(Figure.KMS_KEY_ACCESS_DENIED)),
                    aws("KMSKeyDisabled", COUNT, sum(Figure.KMS_KEY_DISABLED)),
                    aws("KMSKeyInvalidState", COUNT, sum(Figure.KMS_KEY_INVALID_STATE)),
                    aws("KMSKeyNotFound", COUNT, sum(Figure.KMS_KEY_NOT_FOUND)),
                    aws("PutRecord.Bytes", BYTES, sum(Figure.PUT_RECORD_BYTES)),
                    aws(
                            "PutRecord.Latency",
                            MILLISECONDS,
                            measured(Figure.PUT_RECORD_LATENCY, THOUSAND)),
                    aws("PutRecord.Requests", COUNT, sum(Figure.PUT_RECORD_REQUESTS)),
                    aws("PutRecordBatch.Bytes", BYTES, sum(Figure.PUT_RECORD_BATCH_BYTES)),
                    aws(
                            "PutRecordBatch.Latency",
                            MILLISECONDS,
                            measured(Figure.PUT_RECORD_BATCH_LATENCY, THOUSAND)),
                    aws("PutRecordBatch.Records", COUNT, sum(Figure.PUT_RECORD_BATCH_RECORDS)),
                    aws("PutRecordBatch.Requests", COUNT, sum(Figure.PUT_RECORD_BATCH_REQUESTS)),
                    aws("DeliveryToS3.Bytes", BYTES, sum(Figure.DELIVERED_BYTES)),
                    aws("DeliveryToS3.Records", COUNT, sum(Figure.DELIVERED_RECORDS)),
                    aws("DeliveryToS3.ObjectCount", COUNT, sum(Figure.DELIVERED_OBJECTS)),
                    aws(
                            "DeliveryToS3.Success",
                            NONE,
                            success(Figure.DELIVERED_OBJECTS, Figure.FAILED_PUTS)),
                    aws(
                            "DeliveryToS3.DataFreshness",
                            SECONDS,
                            measured(Figure.FRESHNESS, THOUSAND)),
                    aws("BackupToS3.Bytes", BYTES, sum(Figure.BACKUP_BYTES)),
                    aws("BackupToS3.Records", COUNT, sum(Figure.BACKUP_RECORDS)),
                    aws(
                            "BackupToS3.Success",
                            NONE,
                            success(Figure.BACKUP_OBJECTS, Figure.BACKUP_FAILED_PUTS)),
                    aws(
                            "BackupToS3.DataFreshness",
                            SECONDS,
                            measured(Figure.BACKUP_FRESHNESS, THOUSAND)),
                    aws(
                            "ExecuteProcessing.Duration",
                            MILLISECONDS,
                            measured(Figure.FUNCTION_DURATION, THOUSAND)),
                    aws(
                            "ExecuteProcessing.Success",
                            NONE,
                            minute ->
                                    ratio(
                                            number(minute, Figure.FUNCTION_DURATION),
                                            counted(minute, Figure.FAILED_FUNCTION_CALLS))),
                    aws("SucceedProcessing.Bytes", BYTES, sum(Figure.MADE_BYTES)),
                    aws("SucceedProcessing.Records", COUNT, sum(Figure.MADE_RECORDS)),
                    aws("PartitionCount", COUNT, measured(Figure.OPEN_PARTITIONS, 1)),
                    aws("OutputDecompressedBytes.Success", BYTES, sum(Figure.DECOMPRESSED_BYTES)),
                    aws(
                            "OutputDecompressedRecords.Success",
                            COUNT,
                            sum(Figure.DECOMPRESSED_RECORDS)),
                    aws(
                            "OutputDecompressedRecords.Failed",
                            COUNT,
                            sum(Figure.DECOMPRESSION_FAILURES)),
                    aws("SucceedConversion.Records", COUNT, sum(Figure.CONVERTED_RECORDS)),
                    aws("SucceedConversion.Bytes", BYTES, sum(Figure.CONVERTED_BYTES)),
                    aws("FailedConversion.Records", COUNT, sum(Figure.CONVERSION_FAILURES)),
                    aws("FailedConversion.Bytes", BYTES, sum(Figure.CONVERSION_FAILED_BYTES)),
                    own("RefusedRequests", COUNT, sum(Figure.REFUSED_REQUESTS)),
                    own("StorageRefusals", COUNT, sum(Figure.STORAGE_REFUSALS)),
                    own("FailedPuts", COUNT, sum(Figure.FAILED_PUTS, Figure.BACKUP_FAILED_PUTS)),
                    own("ExpiredRecords", COUNT, sum(Figure.EXPIRED_RECORDS)),
                    own("BufferedBytes", BYTES, measured(Figure.BUFFERED_BYTES, 1)),
                    own("BufferedRecords", COUNT, measured(Figure.BUFFERED_RECORDS, 1)),
                    own("BacklogBytes", BYTES, measured(Figure.BACKLOG_BYTES, 1)),
                    own("BacklogRecords", COUNT, measured(Figure.BACKLOG_RECORDS, 1)),
                    own("ProcessedRecords", COUNT, sum(Figure.PROCESSED_RECORDS)),
                    own("DroppedRecords", COUNT, sum(Figure.DROPPED_RECORDS)),
                    own("ProcessingFailures", COUNT, sum(Figure.PROCESSING_FAILURES)),
                    own("FailedSpans", COUNT, sum(Figure.FAILED_SPANS)));

    private static Metric aws(String name, String unit, Source source) {
        return new Metric(FIREHOSE, name, unit, source);
    }

    private static Metric own(String name, String unit, Source source) {
        return new Metric(HYDRANT, name, unit, source);
    }

    static Optional<Metric> find(String namespace, String name) {
        return ALL.stream()
                .filter(metric -> metric.namespace.equals(namespace) && metric.name.equals(name))
                .findFirst();
    }

    /// Whether a stream with values of these figures has it.
    boolean isMadeOf(Set<Figure> figures) {
        return figures.stream()
                .anyMatch(figure -> source.of(Map.of(figure, Summary.of(1))).isPresent());
    }

    private static Source sum(Figure... figures) {
        return minute -> {
            long sum = 0;
            for (Figure figure : figures) {
                sum += counted(minute, figure);
            }
            return Optional.of(sum).filter(value -> value > 0).map(Statistics::of);
        };
    }

    private static long counted(Map<Figure, Summary> minute, Figure figure) {
        return Optional.ofNullable(minute.get(figure)).map(Summary::sum).orElse(0L);
    }

    private static long number(Map<Figure, Summary> minute, Figure figure) {
        return Optional.ofNullable(minute.get(figure)).map(Summary::count).orElse(0L);
    }

    private static Source measured(Figure figure, double unit) {
        return minute ->
                Optional.ofNullable(minute.get(figure))
                        .map(found ->
                                new Statistics(
                                        found.count(),
                                        found.sum() / unit,
                                        found.min() / unit,
                                        found.max() / unit));
    }

    private static Source success(Figure good, Figure bad) {
        return minute -> ratio(counted(minute, good), counted(minute, bad));
    }

    /// A 1 for each that went well, and a 0 for each that did not.
    private static Optional<Statistics> ratio(long good, long bad) {
        return good + bad == 0
                ? Optional.empty()
                : Optional.of(new Statistics(good + bad, good, bad > 0 ? 0 : 1, good > 0 ? 1 : 0));
    }
}
