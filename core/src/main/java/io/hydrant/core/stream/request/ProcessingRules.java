package io.hydrant.core.stream.request;

import static io.hydrant.aws.json.Shape.text;

import io.hydrant.aws.json.Shape.Text;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.destination.Processing;
import io.hydrant.core.stream.destination.Processing.Parameter;
import io.hydrant.core.stream.destination.Processing.Stage;
import io.hydrant.core.stream.destination.ProcessorParameter;
import io.hydrant.core.stream.destination.ProcessorType;
import io.hydrant.core.transform.lambda.LambdaSetting;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What AWS demands of an enabled ProcessingConfiguration, in its words.
final class ProcessingRules {
    private static final int PROCESSORS_MAX = 5;
    private static final Text FUNCTION_ARN =
            text().length(1, 512)
                    .matching("arn:[^:]+:lambda:[^:]+:\\d{12}:function:[A-Za-z0-9-_]+(:[^:]+)?");

    private ProcessingRules() {}

    static void check(Processing processing, boolean partitioning) {
        List<Stage> processors = processing.processors().orElse(List.of());
        if (processors.isEmpty() || processors.size() > PROCESSORS_MAX) {
            throw refusal(
                    "A maximum of 5 and a minimum of 1 processor needs to be supplied when"
                            + " processing is enabled.");
        }
        if (count(processors, ProcessorType.LAMBDA) > 1) {
            throw refusal("Cannot have more than 1 Lambda processor.");
        }
        processors.forEach(processor -> {
            checkOnce(processor.type(), processors);
            check(processor, partitioning);
            checkParameters(processor);
        });
        if (count(processors, ProcessorType.CLOUD_WATCH_LOG_PROCESSING) > 0
                && count(processors, ProcessorType.DECOMPRESSION) == 0) {
            throw refusal(
                    "CloudWatchLogProcessingProcessor can only be enabled with"
                            + " DecompressionProcessor");
        }
    }

    private static long count(List<Stage> processors, ProcessorType type) {
        return processors.stream().filter(processor -> processor.type() == type).count();
    }

    /// Several of a kind could only do their work twice. A second delimiter is left out.
    private static void checkOnce(ProcessorType type, List<Stage> processors) {
        if (type != ProcessorType.APPEND_DELIMITER && count(processors, type) > 1) {
            throw refusal("Cannot have more than 1 " + type.wireName() + " processor.");
        }
    }

    private static void check(Stage processor, boolean partitioning) {
        switch (processor.type()) {
            case LAMBDA -> checkLambda(processor);
            case RECORD_DE_AGGREGATION -> checkDeAggregation(processor, partitioning);
            case METADATA_EXTRACTION -> checkExtraction(processor, partitioning);
            case DECOMPRESSION -> checkDecompression(processor);
            case CLOUD_WATCH_LOG_PROCESSING -> checkLogProcessing(processor);
            // A Delimiter is taken and dropped, as in AWS.
            case APPEND_DELIMITER -> {}
        }
    }

    private static void checkLambda(Stage processor) {
        if (processor.value(ProcessorParameter.LAMBDA_ARN).isEmpty()) {
            throw refusal("LambdaArn is required when Lambda processor is used.");
        }
        checkArns(processor);
        Optional<String> size = processor.value(ProcessorParameter.BUFFER_SIZE_IN_MBS);
        Optional<String> interval = processor.value(ProcessorParameter.BUFFER_INTERVAL_IN_SECONDS);
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
                processor.value(ProcessorParameter.NUMBER_OF_RETRIES),
                0,
                300,
                "Number of retries for lambda must be between 0 and 300.");
    }

    private static void checkArns(Stage processor) {
        String function = processor.value(ProcessorParameter.LAMBDA_ARN).orElseThrow();
        if (!FUNCTION_ARN.accepts(function)) {
            throw refusal("LambdaArn %s is not the ARN of a Lambda function".formatted(function));
        }
        processor
                .value(ProcessorParameter.ROLE_ARN)
                .filter(role -> !S3Shapes.ROLE_ARN.accepts(role))
                .ifPresent(role -> {
                    throw refusal("RoleArn %s is not the ARN of a role".formatted(role));
                });
    }

    private static void checkRange(Optional<String> value, double min, double max, String text) {
        boolean within = value.map(number -> isBetween(number, min, max)).orElse(true);
        if (!within) {
            throw refusal(text);
        }
    }

    private static boolean isBetween(String number, double min, double max) {
        try {
            BigDecimal value = LambdaSetting.number(number);
            return value.compareTo(BigDecimal.valueOf(min)) >= 0
                    && value.compareTo(BigDecimal.valueOf(max)) <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void checkDeAggregation(Stage processor, boolean partitioning) {
        if (!partitioning) {
            throw onlyWithPartitioning("RecordDeAggregationProcessor");
        }
        String subRecordType = processor.value(ProcessorParameter.SUB_RECORD_TYPE).orElse("");
        if (!subRecordType.equals("JSON") && !subRecordType.equals("DELIMITED")) {
            throw refusal("SubRecordType has to be one of JSON, DELIMITED");
        }
        if (subRecordType.equals("DELIMITED")
                && processor.value(ProcessorParameter.DELIMITER).isEmpty()) {
            throw refusal("Delimiter should be present for DELIMITED");
        }
        if (subRecordType.equals("DELIMITED")
                && !isDelimiter(processor.value(ProcessorParameter.DELIMITER).orElseThrow())) {
            throw refusal(
                    "Delimiter has to be base64 of a byte at least, as in Cg== for a newline");
        }
    }

    private static boolean isDelimiter(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkExtraction(Stage processor, boolean partitioning) {
        if (!partitioning) {
            throw onlyWithPartitioning("MetadataExtractionProcessor");
        }
        if (!processor
                .value(ProcessorParameter.JSON_PARSING_ENGINE)
                .equals(Optional.of("JQ-1.6"))) {
            throw refusal("MetaDataExtraction JSON Parsing Engine has to be one of JQ-1.6");
        }
    }

    private static RuntimeException onlyWithPartitioning(String processor) {
        return refusal(
                "class com.amazonaws.services.firehose.internal.model."
                        + processor
                        + " can only be present when Dynamic Partitioning is enabled.");
    }

    private static void checkDecompression(Stage processor) {
        boolean gzip =
                processor
                        .value(ProcessorParameter.COMPRESSION_FORMAT)
                        .map(format -> format.equals("GZIP"))
                        .orElse(true);
        if (!gzip) {
            throw refusal("CompressionFormat has to be GZIP");
        }
    }

    private static void checkLogProcessing(Stage processor) {
        String extraction = processor.value(ProcessorParameter.DATA_MESSAGE_EXTRACTION).orElse("");
        if (!extraction.equalsIgnoreCase("true") && !extraction.equalsIgnoreCase("false")) {
            throw refusal(
                    "Invalid parameter value for DataMessageExtraction. Allowed values are True"
                            + " and False.");
        }
    }

    /// A parameter of another processor would mean another processor; of one that is given twice
    /// nobody knows which counts.
    private static void checkParameters(Stage processor) {
        Set<ProcessorParameter> given = EnumSet.noneOf(ProcessorParameter.class);
        for (Parameter parameter : processor.parameters().orElse(List.of())) {
            if (!given.add(parameter.name())) {
                throw refusal(
                        "%s of %s is given twice."
                                .formatted(
                                        parameter.name().wireName(), processor.type().wireName()));
            }
        }
        processor.parameters().orElse(List.of()).stream()
                .map(Parameter::name)
                .filter(name -> !processor.type().takes(name))
                .findFirst()
                .ifPresent(name -> {
                    throw refusal(
                            "%s is no parameter of %s."
                                    .formatted(name.wireName(), processor.type().wireName()));
                });
    }

    private static RuntimeException refusal(String text) {
        return FirehoseError.INVALID_ARGUMENT.because(text);
    }
}
