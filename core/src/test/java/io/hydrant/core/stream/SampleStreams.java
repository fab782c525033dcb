package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.stream.destination.Backup;
import io.hydrant.core.stream.destination.BufferingHints;
import io.hydrant.core.stream.destination.CloudWatchLogging;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.Processing;
import io.hydrant.core.stream.destination.ProcessorType;
import io.hydrant.core.stream.destination.S3Objects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Delivery streams for tests.
public final class SampleStreams {
    private SampleStreams() {}

    /// The destination of a stream that delivers to S3.
    public static ExtendedS3Destination s3(DeliveryStream stream) {
        return (ExtendedS3Destination) stream.destination();
    }

    /// The same stream with a backup, of records as they come.
    public static DeliveryStream backedUp(
            DeliveryStream stream,
            int sizeInMBs,
            Duration interval,
            CompressionFormat format,
            String bucket) {
        ExtendedS3Destination s3 = s3(stream);
        S3Objects place =
                new S3Objects(
                        "arn:aws:iam::123456789012:role/backup",
                        "arn:aws:s3:::" + bucket,
                        Optional.of("source/"),
                        Optional.empty(),
                        new BufferingHints(sizeInMBs, interval),
                        format,
                        CloudWatchLogging.OFF,
                        Optional.empty());
        return to(
                stream,
                new ExtendedS3Destination(
                        s3.objects(),
                        s3.fileExtension(),
                        s3.customTimeZone(),
                        s3.processing(),
                        s3.conversion(),
                        s3.partitioning(),
                        new Backup(true, Optional.of(place))));
    }

    /// The same stream to another destination.
    public static DeliveryStream to(DeliveryStream stream, Destination destination) {
        return new DeliveryStream(
                stream.name(),
                stream.arn(),
                stream.logId(),
                stream.status(),
                stream.version(),
                stream.created(),
                stream.lastUpdated(),
                stream.source(),
                destination,
                stream.tags());
    }

    public static DeliveryStream stream(String name, int sizeInMBs, Duration interval) {
        return stream(name, 1, sizeInMBs, interval, CompressionFormat.UNCOMPRESSED, "bucket");
    }

    public static DeliveryStream stream(
            String name,
            int version,
            int sizeInMBs,
            Duration interval,
            CompressionFormat format,
            String bucket) {
        return stream(name, "log-of-" + name, version, sizeInMBs, interval, format, bucket);
    }

    public static DeliveryStream stream(
            String name,
            String logId,
            int version,
            int sizeInMBs,
            Duration interval,
            CompressionFormat format,
            String bucket) {
        return stream(name, logId, version, sizeInMBs, interval, format, bucket, List.of());
    }

    /// @param processors the names of their kinds
    public static DeliveryStream stream(
            String name,
            String logId,
            int version,
            int sizeInMBs,
            Duration interval,
            CompressionFormat format,
            String bucket,
            List<String> processors) {
        return stream(
                name,
                logId,
                version,
                sizeInMBs,
                interval,
                format,
                bucket,
                processors,
                Optional.empty());
    }

    /// @param processors the names of their kinds
    public static DeliveryStream stream(
            String name,
            String logId,
            int version,
            int sizeInMBs,
            Duration interval,
            CompressionFormat format,
            String bucket,
            List<String> processors,
            Optional<String> errorOutputPrefix) {
        Processing processing =
                new Processing(
                        Optional.of(true),
                        Optional.of(
                                processors.stream()
                                        .map(type ->
                                                new Processing.Stage(
                                                        ProcessorType.ofWireName(type),
                                                        Optional.empty()))
                                        .toList()));
        ExtendedS3Destination destination =
                new ExtendedS3Destination(
                        new S3Objects(
                                "arn:aws:iam::123456789012:role/delivery",
                                "arn:aws:s3:::" + bucket,
                                Optional.empty(),
                                errorOutputPrefix,
                                new BufferingHints(sizeInMBs, interval),
                                format,
                                CloudWatchLogging.OFF,
                                Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(processing),
                        Optional.empty(),
                        Optional.empty(),
                        Backup.OFF);
        return new DeliveryStream(
                name,
                new Arn("aws", "firehose", "us-east-1", "123456789012", "deliverystream/" + name),
                logId,
                DeliveryStream.Status.ACTIVE,
                version,
                Instant.EPOCH,
                Optional.empty(),
                Source.DirectPut.WITHOUT_HINT,
                destination,
                List.of());
    }
}
