package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.PrefixExpression;
import io.hydrant.core.stream.PrefixExpression.Kind;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The check that S3 takes every key that a destination can give. A stream whose objects could
/// never be stored would only gather records, so that it is refused.
final class KeyLength {
    private static final int KEY_BYTES_MAX = 1_024;
    private static final String LONGEST_ERROR = "format-conversion-failed";

    /// `yyyy/MM/dd/HH/`, which a prefix without a time gets.
    private static final int DEFAULT_PATH_BYTES = 14;

    /// `-{version}-{yyyy-MM-dd-HH-mm-ss}-{uuid}`, the version with all the digits that it can have.
    private static final int SUFFIX_BYTES = 1 + 10 + 1 + 19 + 1 + 36;

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
        int path = records.hasTimestamp() ? 0 : DEFAULT_PATH_BYTES;
        int fixed = streamName.length() + SUFFIX_BYTES;
        refuse("Prefix", records.longest("", zone) + path + fixed + extension);
        PrefixExpression errors = parsed(settings, "ErrorOutputPrefix", Kind.ERROR_OUTPUT_PREFIX);
        refuse("ErrorOutputPrefix", errors.longest(LONGEST_ERROR, zone) + fixed);
    }

    private static PrefixExpression parsed(JsonNode settings, String name, Kind kind) {
        Optional<String> text = settings.path(name).stringValueOpt();
        return PrefixExpression.parse(text.orElse(""), kind);
    }

    private static void refuse(String name, int bytes) {
        if (bytes > KEY_BYTES_MAX) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "Object keys with this %s can have %d bytes; S3 takes %d at most. Shorten it,"
                            + " the FileExtension or the name of the stream.",
                    name, bytes, KEY_BYTES_MAX);
        }
    }
}
