package io.hydrant.kafka;

import io.hydrant.aws.Arn;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.Source;
import io.hydrant.core.stream.destination.Backup;
import io.hydrant.core.stream.destination.BufferingHints;
import io.hydrant.core.stream.destination.CloudWatchLogging;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.S3Objects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The streams of a simulation.
final class SimulatedStreams {
    private SimulatedStreams() {}

    static DeliveryStream of(String name, Duration interval, Optional<Duration> backup) {
        return new DeliveryStream(
                name,
                new Arn("aws", "firehose", "us-east-1", "123456789012", "deliverystream/" + name),
                "log-of-" + name,
                DeliveryStream.Status.ACTIVE,
                1,
                Instant.EPOCH,
                Optional.empty(),
                Source.DirectPut.WITHOUT_HINT,
                new ExtendedS3Destination(
                        objects("", interval),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        backup.map(every ->
                                        new Backup(true, Optional.of(objects("source/", every))))
                                .orElse(Backup.OFF)),
                List.of());
    }

    private static S3Objects objects(String prefix, Duration interval) {
        return new S3Objects(
                "arn:aws:iam::123456789012:role/delivery",
                "arn:aws:s3:::bucket",
                Optional.of(prefix),
                Optional.of("errors/"),
                new BufferingHints(1, interval),
                CompressionFormat.UNCOMPRESSED,
                CloudWatchLogging.OFF,
                Optional.empty());
    }
}
