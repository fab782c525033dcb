package io.hydrant.core.delivery;

import io.hydrant.aws.RandomUuid;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.PrefixExpression;
import io.hydrant.core.stream.PrefixExpression.Kind;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// The key of a delivered object: its evaluated prefix and, glued to it, the suffix
/// `{stream}-{version}-{yyyy-MM-dd-HH-mm-ss}-{uuid}{extension}`. Every time in it is the arrival of
/// the oldest record in the object, in the stream's time zone.
public final class ObjectKey {
    private static final DateTimeFormatter DEFAULT_PATH =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/", Locale.ROOT);
    private static final DateTimeFormatter SUFFIX_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT);

    private ObjectKey() {}

    /// The key of an object of records with the same partition keys.
    ///
    /// @param keyed the prefix, with their values in it
    static String partitionKey(
            DeliveryStream stream,
            ExtendedS3Destination destination,
            String keyed,
            String extension,
            Instant oldestArrival,
            RandomGenerator random) {
        ZonedDateTime time = oldestArrival.atZone(destination.zone());
        return PrefixExpression.parse(keyed, Kind.KEYED_PREFIX).evaluate(time, "", random)
                + suffix(stream, time, random)
                + extension;
    }

    /// The key of an object of records that are not converted.
    public static String key(
            DeliveryStream stream,
            ExtendedS3Destination destination,
            Instant oldestArrival,
            RandomGenerator random) {
        return key(stream, destination, destination.extension(), oldestArrival, random);
    }

    /// The key of an object of records. A prefix that says nothing about time gets the default
    /// path, without a slash between.
    static String key(
            DeliveryStream stream,
            ExtendedS3Destination destination,
            String extension,
            Instant oldestArrival,
            RandomGenerator random) {
        ZonedDateTime time = oldestArrival.atZone(destination.zone());
        PrefixExpression prefix =
                PrefixExpression.parse(destination.prefix().orElse(""), Kind.PREFIX);
        String path = prefix.evaluate(time, "", random);
        if (!prefix.hasTimestamp()) {
            path += DEFAULT_PATH.format(time);
        }
        return path + suffix(stream, time, random) + extension;
    }

    /// The key of an object of records that could not be processed; `type` says how they failed
    /// (`processing-failed`). With an ErrorOutputPrefix nothing is added to it, not even the type;
    /// without one the Prefix, which then is plain text, is followed by type and default path. Such
    /// objects have no extension.
    public static String errorKey(
            DeliveryStream stream,
            ExtendedS3Destination destination,
            String type,
            Instant oldestArrival,
            RandomGenerator random) {
        ZonedDateTime time = oldestArrival.atZone(destination.zone());
        String given = destination.errorOutputPrefix().orElse("");
        String path =
                given.isEmpty()
                        ? destination.prefix().orElse("") + type + "/" + DEFAULT_PATH.format(time)
                        : PrefixExpression.parse(given, Kind.ERROR_OUTPUT_PREFIX)
                                .evaluate(time, type, random);
        return path + suffix(stream, time, random);
    }

    private static String suffix(
            DeliveryStream stream, ZonedDateTime time, RandomGenerator random) {
        return stream.name()
                + "-"
                + stream.version()
                + "-"
                + SUFFIX_TIME.format(time)
                + "-"
                + RandomUuid.next(random);
    }
}
