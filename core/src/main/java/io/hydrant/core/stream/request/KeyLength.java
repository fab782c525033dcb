package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.KeyBytes;
import io.hydrant.core.stream.PrefixExpression;
import io.hydrant.core.stream.PrefixExpression.Kind;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The check that S3 takes every key that a destination can give. A stream whose objects could
/// never be stored would only gather records, so that it is refused.
final class KeyLength {
    private static final String LONGEST_ERROR = "format-conversion-failed";

    /// Of `.hsnappy`, the longest that a format brings.
    private static final int FORMAT_EXTENSION_BYTES = 8;

    private KeyLength() {}

    static void check(JsonNode settings, String streamName, ZoneId zone) {
        PrefixExpression records = parsed(settings, "Prefix", Kind.PREFIX);
        int extension =
                settings.path("FileExtension")
                        .stringValueOpt()
                        .filter(text -> !text.isEmpty())
                        .map(String::length)
                        .orElse(FORMAT_EXTENSION_BYTES);
        refuse("Prefix", KeyBytes.of(records, streamName, extension).longest(records, "", zone));
        PrefixExpression errors = parsed(settings, "ErrorOutputPrefix", Kind.ERROR_OUTPUT_PREFIX);
        refuse(
                "ErrorOutputPrefix",
                KeyBytes.ofErrors(streamName).longest(errors, LONGEST_ERROR, zone));
    }

    private static PrefixExpression parsed(JsonNode settings, String name, Kind kind) {
        Optional<String> text = settings.path(name).stringValueOpt();
        return PrefixExpression.parse(text.orElse(""), kind);
    }

    private static void refuse(String name, int bytes) {
        if (bytes > KeyBytes.MAX) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "Object keys with this %s can have %d bytes; S3 takes %d at most. Shorten it,"
                            + " the FileExtension or the name of the stream.",
                    name, bytes, KeyBytes.MAX);
        }
    }
}
