package io.hydrant.core.delivery;

import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.stream.DeliveryStream;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// What is going to be put: exactly these records, from `start` up to `end`, under exactly this
/// key. It is durable before the first attempt, so that after a crash the same key gets the same
/// bytes, once. `version` is the stream's configuration that named it.
record Intent(
        LogPoint start,
        LogPoint end,
        Instant oldestArrival,
        CutReason reason,
        int version,
        String bucket,
        String key,
        CompressionFormat format) {
    Intent {
        if (end.position() <= start.position()) {
            throw new IllegalArgumentException("No records from " + start + " to " + end);
        }
    }

    /// Names an object of these records as the stream is configured now.
    static Intent of(
            DeliveryStream stream,
            LogPoint start,
            Cut cut,
            CutReason reason,
            RandomGenerator random) {
        return new Intent(
                start,
                cut.end(),
                cut.oldestArrival(),
                reason,
                stream.version(),
                stream.destination().bucket(),
                ObjectKey.key(stream, cut.oldestArrival(), random),
                stream.destination().compressionFormat());
    }

    /// The same records by a newer configuration. Only for an object that was certainly not stored.
    Intent renamed(DeliveryStream stream, RandomGenerator random) {
        return new Intent(
                start,
                end,
                oldestArrival,
                reason,
                stream.version(),
                stream.destination().bucket(),
                ObjectKey.key(stream, oldestArrival, random),
                stream.destination().compressionFormat());
    }

    /// The same without its oldest records. Only for an object that was certainly not stored.
    Intent without(
            LogPoint before, Instant oldestLeft, DeliveryStream stream, RandomGenerator random) {
        return new Intent(before, end, oldestLeft, reason, version, bucket, key, format)
                .renamed(stream, random);
    }

    long recordCount() {
        return end.position() - start.position();
    }

    long payloadBytes() {
        return end.payloadBytes() - start.payloadBytes();
    }
}
