package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
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
        required(conversion, "SchemaConfiguration");
        if (required(input, "Deserializer").size() > 1) {
            throw refusal("More than one deserializer specified. Only one may be chosen.");
        }
        if (required(output, "Serializer").size() > 1) {
            throw refusal("More than one serializer specified. Only one may be chosen.");
        }
    }

    private static JsonNode required(JsonNode parent, String name) {
        if (!parent.has(name)) {
            throw refusal(name + " must not be null");
        }
        return parent.get(name);
    }

    private static RuntimeException refusal(String text) {
        return FirehoseError.INVALID_ARGUMENT.because(text);
    }
}
