package io.hydrant.core.stream.destination;

import java.util.Arrays;

/// The parameters that processors have, in the order in which AWS prints them.
public enum ProcessorParameter {
    DATA_MESSAGE_EXTRACTION("DataMessageExtraction"),
    NUMBER_OF_RETRIES("NumberOfRetries"),
    DELIMITER("Delimiter"),
    ROLE_ARN("RoleArn"),
    JSON_PARSING_ENGINE("JsonParsingEngine"),
    SUB_RECORD_TYPE("SubRecordType"),
    METADATA_EXTRACTION_QUERY("MetadataExtractionQuery"),
    BUFFER_INTERVAL_IN_SECONDS("BufferIntervalInSeconds"),
    LAMBDA_ARN("LambdaArn"),
    BUFFER_SIZE_IN_MBS("BufferSizeInMBs"),
    COMPRESSION_FORMAT("CompressionFormat");

    private final String wireName;

    ProcessorParameter(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /// @throws IllegalArgumentException when there is none of this name
    public static ProcessorParameter ofWireName(String name) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the parameter " + name));
    }
}
