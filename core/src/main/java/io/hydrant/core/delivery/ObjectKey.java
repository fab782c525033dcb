package io.hydrant.core.delivery;

import io.hydrant.core.stream.DeliveryStream;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// The key of a delivered object: its evaluated prefix and, glued to it, the suffix
/// `{stream}-{version}-{yyyy-MM-dd-HH-mm-ss}-{uuid}{extension}`. Every time in it is the arrival of
/// the oldest record in the object.
public final class ObjectKey {
    private ObjectKey() {}

    /// The key of an object of records.
    public static String key(DeliveryStream stream, Instant oldestArrival, RandomGenerator random) {
        throw new IllegalStateException(stream.name());
    }

    /// The key of an object of records that could not be processed; `type` says how they failed
    /// (`processing-failed`).
    public static String errorKey(
            DeliveryStream stream, String type, Instant oldestArrival, RandomGenerator random) {
        throw new IllegalStateException(stream.name());
    }
}
