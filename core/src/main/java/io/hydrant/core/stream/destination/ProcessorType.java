package io.hydrant.core.stream.destination;

import java.util.Arrays;
import java.util.Set;

/// The types of processor that the API knows, in the order in which AWS prints them, each with the
/// parameters that it takes. Those that Hydrant has are in [io.hydrant.core.transform.Processors].
public enum ProcessorType {
    DECOMPRESSION("Decompression", ProcessorParameter.COMPRESSION_FORMAT),
    LAMBDA(
            "Lambda",
            ProcessorParameter.LAMBDA_ARN,
            ProcessorParameter.NUMBER_OF_RETRIES,
            ProcessorParameter.ROLE_ARN,
            ProcessorParameter.BUFFER_SIZE_IN_MBS,
            ProcessorParameter.BUFFER_INTERVAL_IN_SECONDS),
    RECORD_DE_AGGREGATION(
            "RecordDeAggregation",
            ProcessorParameter.SUB_RECORD_TYPE,
            ProcessorParameter.DELIMITER),
    METADATA_EXTRACTION(
            "MetadataExtraction",
            ProcessorParameter.METADATA_EXTRACTION_QUERY,
            ProcessorParameter.JSON_PARSING_ENGINE),
    APPEND_DELIMITER("AppendDelimiterToRecord", ProcessorParameter.DELIMITER),
    CLOUD_WATCH_LOG_PROCESSING(
            "CloudWatchLogProcessing", ProcessorParameter.DATA_MESSAGE_EXTRACTION);

    private final String wireName;
    private final Set<ProcessorParameter> parameters;

    ProcessorType(String wireName, ProcessorParameter... parameters) {
        this.wireName = wireName;
        this.parameters = Set.of(parameters);
    }

    public String wireName() {
        return wireName;
    }

    public boolean takes(ProcessorParameter parameter) {
        return parameters.contains(parameter);
    }

    /// @throws IllegalArgumentException when there is none of this name
    public static ProcessorType ofWireName(String name) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the processor " + name));
    }
}
