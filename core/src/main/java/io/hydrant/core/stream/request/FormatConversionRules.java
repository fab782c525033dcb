package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import java.util.List;
import org.joda.time.format.DateTimeFormat;
import tools.jackson.databind.JsonNode;

/// What AWS demands of an enabled DataFormatConversionConfiguration, in its words and its order.
final class FormatConversionRules {
    private static final int SIZE_MIN_MBS = 64;

    private FormatConversionRules() {}

    /// `settings` are the whole destination's.
    static void check(JsonNode settings) {
        if (!settings.path("CompressionFormat").asString("UNCOMPRESSED").equals("UNCOMPRESSED")) {
            throw refusal(
                    "The S3 destination's compression format must be set to UNCOMPRESSED when data"
                            + " format conversion is enabled");
        }
        JsonNode size = settings.path("BufferingHints").path("SizeInMBs");
        if (!size.isMissingNode() && size.intValue() < SIZE_MIN_MBS) {
            throw refusal(
                    "BufferingHints.SizeInMBs must be at least 64 when data format conversion is"
                            + " enabled.");
        }
        JsonNode conversion = settings.path("DataFormatConversionConfiguration");
        JsonNode input = required(conversion, "InputFormatConfiguration");
        JsonNode output = required(conversion, "OutputFormatConfiguration");
        JsonNode schema = required(conversion, "SchemaConfiguration");
        JsonNode deserializer = one(required(input, "Deserializer"), "deserializer");
        one(required(output, "Serializer"), "serializer");
        checkTimestamps(deserializer.path("HiveJsonSerDe").path("TimestampFormats"));
        required(schema, "RoleARN");
        required(schema, "DatabaseName");
        required(schema, "TableName");
    }

    private static JsonNode one(JsonNode choice, String what) {
        if (choice.size() > 1) {
            throw refusal("More than one %s specified. Only one may be chosen.".formatted(what));
        }
        if (choice.isEmpty()) {
            throw refusal("No %s specified. One must be chosen.".formatted(what));
        }
        return choice;
    }

    private static void checkTimestamps(JsonNode formats) {
        List<String> patterns = formats.valueStream().map(JsonNode::asString).toList();
        for (String pattern : patterns) {
            if (!pattern.equals("millis") && !isPattern(pattern)) {
                throw refusal(
                        "One or more SerDe options are invalid for"
                                + " org.apache.hcatalog.data.JsonSerDe: [Key: timestamp.formats"
                                + " Value: %s]".formatted(String.join(",", patterns)));
            }
        }
    }

    private static boolean isPattern(String text) {
        try {
            return DateTimeFormat.forPattern(text).isParser(); // some can only be printed
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static JsonNode required(JsonNode parent, String name) {
        if (!parent.has(name)) {
            throw refusal(name + " must not be null");
        }
        return parent.get(name);
    }

    private static RuntimeException refusal(String text) {
        return FirehoseError.INVALID_ARGUMENT.because("%s", text);
    }
}
