package io.hydrant.core.delivery;

import io.hydrant.core.conversion.plan.ConversionPlan;
import io.hydrant.core.delivery.body.Content;
import io.hydrant.core.delivery.body.Encoding;
import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.format.RawFormat;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// An object that is going to be put: exactly these records, made into an object exactly so, under
/// exactly this key. The intent is durable before the first attempt, so that after a crash the same
/// key gets the same bytes, once. `version` is the stream's configuration that named it,
/// `kmsKeyArn` the key of KMS that the object is to be encrypted under.
record Intent(
        Part part,
        Instant oldestArrival,
        CutReason reason,
        int version,
        String bucket,
        String key,
        Encoding encoding,
        Optional<String> kmsKeyArn) {

    /// Names an object of these records as the stream is configured now.
    static Intent of(
            DeliveryStream stream,
            Part part,
            Instant oldestArrival,
            CutReason reason,
            RandomGenerator random) {
        return switch (stream.destination()) {
            case ExtendedS3Destination s3 ->
                    new Intent(
                            part,
                            oldestArrival,
                            reason,
                            stream.version(),
                            s3.bucket(),
                            key(stream, s3, part, oldestArrival, random),
                            encoding(s3, part),
                            s3.objects().kmsKeyArn());
        };
    }

    /// The same records by a newer configuration. Only for an object that was certainly not stored.
    Intent renamed(DeliveryStream stream, RandomGenerator random) {
        return of(stream, part, oldestArrival, reason, random);
    }

    /// The same without its oldest records. Only for an object that was certainly not stored.
    Intent without(Part rest, Instant oldestLeft, DeliveryStream stream, RandomGenerator random) {
        return of(stream, rest, oldestLeft, reason, random);
    }

    private static String key(
            DeliveryStream stream,
            ExtendedS3Destination s3,
            Part part,
            Instant oldestArrival,
            RandomGenerator random) {
        Optional<String> failed = part.partition().errorOutputType();
        if (failed.isPresent()) {
            return ObjectKey.errorKey(stream, s3, failed.get(), oldestArrival, random);
        }
        String extension =
                part.partition()
                        .plan()
                        .map(plan -> s3.extension(ConversionPlan.of(plan).extension()))
                        .orElseGet(s3::extension);
        return part.partition()
                .prefix()
                .map(keyed ->
                        ObjectKey.partitionKey(stream, s3, keyed, extension, oldestArrival, random))
                .orElseGet(() -> ObjectKey.key(stream, s3, extension, oldestArrival, random));
    }

    /// What failed is delivered as it was written down, one document after the other; what is
    /// converted has a writer of its own, and no processor behind it.
    private static Encoding encoding(ExtendedS3Destination s3, Part part) {
        if (part.partition().errorOutputType().isPresent()) {
            return new Encoding(List.of(), RawFormat.UNCOMPRESSED);
        }
        return part.partition()
                .plan()
                .map(plan -> new Encoding(List.of(), ConversionPlan.of(plan).format()))
                .orElseGet(
                        () -> new Encoding(s3.processors(), new RawFormat(s3.compressionFormat())));
    }

    LogPoint start() {
        return part.start();
    }

    LogPoint end() {
        return part.end();
    }

    long recordCount() {
        return part.records();
    }

    long payloadBytes() {
        return part.payloadBytes();
    }

    /// What its bytes are made of.
    Content content() {
        return new Content(part, encoding, key, oldestArrival);
    }
}
