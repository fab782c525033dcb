package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What AWS demands of an enabled ProcessingConfiguration, in its words.
final class ProcessingRules {
    private static final int PROCESSORS_MAX = 5;

    private ProcessingRules() {}

    static void check(JsonNode configuration, boolean partitioning) {
        List<JsonNode> processors = configuration.path("Processors").valueStream().toList();
        if (processors.isEmpty() || processors.size() > PROCESSORS_MAX) {
            throw refusal(
                    "A maximum of 5 and a minimum of 1 processor needs to be supplied when"
                            + " processing is enabled.");
        }
        if (count(processors, "Lambda") > 1) {
            throw refusal("Cannot have more than 1 Lambda processor.");
        }
        processors.forEach(processor -> checkProcessor(processor, partitioning));
        if (count(processors, "CloudWatchLogProcessing") > 0
                && count(processors, "Decompression") == 0) {
            throw refusal(
                    "CloudWatchLogProcessingProcessor can only be enabled with"
                            + " DecompressionProcessor");
        }
    }

    private static long count(List<JsonNode> processors, String type) {
        return processors.stream().filter(processor -> type(processor).equals(type)).count();
    }

    static String type(JsonNode processor) {
        return processor.path("Type").stringValue();
    }

    private static void checkProcessor(JsonNode processor, boolean partitioning) {
        switch (type(processor)) {
            case "Lambda" -> checkLambda(processor);
            case "RecordDeAggregation" -> checkDeAggregation(processor, partitioning);
            case "MetadataExtraction" -> checkExtraction(processor, partitioning);
            case "Decompression" -> checkDecompression(processor);
            case "CloudWatchLogProcessing" -> checkLogProcessing(processor);
            case "AppendDelimiterToRecord" -> checkDelimiter(processor);
            default -> {}
        }
    }

    private static void checkLambda(JsonNode processor) {
        if (parameter(processor, "LambdaArn").isEmpty()) {
            throw refusal("LambdaArn is required when Lambda processor is used.");
        }
        Optional<String> size = parameter(processor, "BufferSizeInMBs");
        Optional<String> interval = parameter(processor, "BufferIntervalInSeconds");
        if (size.isPresent() != interval.isPresent()) {
            throw refusal(
                    "Both BufferSizeInMBs and BufferIntervalInSeconds are required to configure"
                            + " buffering for lambda processor.");
        }
        checkRange(size, 0.2, 3, "BufferSizeInMBs for lambda processor must be between 0.2 and 3.");
        checkRange(
                interval,
                0,
                900,
                "BufferIntervalInSeconds for lambda processor must be between 0 and 900.");
        checkRange(
                parameter(processor, "NumberOfRetries"),
                0,
                300,
                "Number of retries for lambda must be between 0 and 300.");
    }

    private static void checkRange(Optional<String> value, double min, double max, String text) {
        boolean within = value.map(number -> isBetween(number, min, max)).orElse(true);
        if (!within) {
            throw refusal(text);
        }
    }

    private static boolean isBetween(String number, double min, double max) {
        try {
            double value = Double.parseDouble(number);
            return value >= min && value <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void checkDeAggregation(JsonNode processor, boolean partitioning) {
        if (!partitioning) {
            throw onlyWithPartitioning("RecordDeAggregationProcessor");
        }
        String subRecordType = parameter(processor, "SubRecordType").orElse("");
        if (!subRecordType.equals("JSON") && !subRecordType.equals("DELIMITED")) {
            throw refusal("SubRecordType has to be one of JSON, DELIMITED");
        }
        if (subRecordType.equals("DELIMITED") && parameter(processor, "Delimiter").isEmpty()) {
            throw refusal("Delimiter should be present for DELIMITED");
        }
    }

    private static void checkExtraction(JsonNode processor, boolean partitioning) {
        if (!partitioning) {
            throw onlyWithPartitioning("MetadataExtractionProcessor");
        }
        if (!parameter(processor, "JsonParsingEngine").equals(Optional.of("JQ-1.6"))) {
            throw refusal("MetaDataExtraction JSON Parsing Engine has to be one of JQ-1.6");
        }
    }

    private static RuntimeException onlyWithPartitioning(String processor) {
        return refusal(
                "class com.amazonaws.services.firehose.internal.model."
                        + processor
                        + " can only be present when Dynamic Partitioning is enabled.");
    }

    private static void checkDecompression(JsonNode processor) {
        boolean gzip =
                parameter(processor, "CompressionFormat")
                        .map(format -> format.equals("GZIP"))
                        .orElse(true);
        if (!gzip) {
            throw refusal("CompressionFormat has to be GZIP");
        }
    }

    private static void checkLogProcessing(JsonNode processor) {
        String extraction = parameter(processor, "DataMessageExtraction").orElse("");
        if (!extraction.equalsIgnoreCase("true") && !extraction.equalsIgnoreCase("false")) {
            throw refusal(
                    "Invalid parameter value for DataMessageExtraction. Allowed values are True"
                            + " and False.");
        }
    }

    /// A Delimiter is taken and dropped, as in AWS; anything else would mean another processor.
    private static void checkDelimiter(JsonNode processor) {
        processor
                .path("Parameters")
                .valueStream()
                .map(parameter -> parameter.path("ParameterName").stringValue())
                .filter(name -> !name.equals("Delimiter"))
                .findFirst()
                .ifPresent(name -> {
                    throw refusal(name + " is no parameter of AppendDelimiterToRecord.");
                });
    }

    private static Optional<String> parameter(JsonNode processor, String name) {
        return processor
                .path("Parameters")
                .valueStream()
                .filter(parameter -> parameter.path("ParameterName").stringValue().equals(name))
                .map(parameter -> parameter.path("ParameterValue").stringValue())
                .findFirst();
    }

    private static RuntimeException refusal(String text) {
        return FirehoseError.INVALID_ARGUMENT.because(text);
    }
}
