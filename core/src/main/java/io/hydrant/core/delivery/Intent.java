package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Content;
import io.hydrant.core.delivery.body.Encoding;
import io.hydrant.core.format.RawFormat;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// An object that is going to be put: exactly these records, made into an object exactly so, under
/// exactly this key. The intent is durable before the first attempt, so that after a crash the same
/// key gets the same bytes, once. `version` is the stream's configuration that named it.
record Intent(
        LogSpan span,
        Instant oldestArrival,
        CutReason reason,
        int version,
        String bucket,
        String key,
        Encoding encoding) {

    /// Names an object of these records as the stream is configured now.
    static Intent of(
            DeliveryStream stream,
            LogSpan span,
            Instant oldestArrival,
            CutReason reason,
            RandomGenerator random) {
        return switch (stream.destination()) {
            case ExtendedS3Destination s3 ->
                    new Intent(
                            span,
                            oldestArrival,
                            reason,
                            stream.version(),
                            s3.bucket(),
                            ObjectKey.key(stream, s3, oldestArrival, random),
                            new Encoding(s3.processors(), new RawFormat(s3.compressionFormat())));
        };
    }

    /// The same records by a newer configuration. Only for an object that was certainly not stored.
    Intent renamed(DeliveryStream stream, RandomGenerator random) {
        return of(stream, span, oldestArrival, reason, random);
    }

    /// The same without its oldest records. Only for an object that was certainly not stored.
    Intent without(
            LogPoint before, Instant oldestLeft, DeliveryStream stream, RandomGenerator random) {
        return of(stream, new LogSpan(before, span.end()), oldestLeft, reason, random);
    }

    LogPoint start() {
        return span.start();
    }

    LogPoint end() {
        return span.end();
    }

    long recordCount() {
        return span.recordCount();
    }

    long payloadBytes() {
        return span.payloadBytes();
    }

    /// What its bytes are made of.
    Content content() {
        return new Content(span, encoding, key, oldestArrival);
    }
}
