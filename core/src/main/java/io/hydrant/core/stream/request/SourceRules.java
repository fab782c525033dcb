package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What AWS demands of a CreateDeliveryStream request beside its destination's settings: where the
/// records come from, that there is one destination, and how records at rest are encrypted.
final class SourceRules {
    private SourceRules() {}

    /// @return the one destination that the request has
    static DestinationType check(JsonNode request, String region) {
        String type = request.path("DeliveryStreamType").asString("DirectPut");
        checkSource(request, type);
        DestinationType destination = onlyDestination(request);
        if (type.equals("DatabaseAsSource") && destination != DestinationType.ICEBERG) {
            throw refusal(
                    "IcebergDestinationConfiguration must be specified for Database as Source.");
        }
        checkEncryption(request, type, region);
        refuseWhatIsNotSupported(request, type, destination);
        return destination;
    }

    private static void checkSource(JsonNode request, String type) {
        boolean kinesis = request.has("KinesisStreamSourceConfiguration");
        if (type.equals("KinesisStreamAsSource") && !kinesis) {
            throw refusal(
                    "KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream"
                            + " type.");
        }
        if (kinesis && !type.equals("KinesisStreamAsSource")) {
            throw refusal(
                    "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream"
                            + " type");
        }
        if (type.equals("MSKAsSource") && !request.has("MSKSourceConfiguration")) {
            throw refusal("MSKSourceConfig is mandatory for MSK as Source stream type.");
        }
    }

    private static DestinationType onlyDestination(JsonNode request) {
        List<DestinationType> given =
                Arrays.stream(DestinationType.values())
                        .filter(type -> request.has(type.configuration()))
                        .toList();
        if (given.size() != 1) {
            throw refusal("Exactly one destination configuration is supported for a Firehose");
        }
        return given.getFirst();
    }

    private static void checkEncryption(JsonNode request, String type, String region) {
        JsonNode encryption = request.path("DeliveryStreamEncryptionConfigurationInput");
        if (encryption.isMissingNode()) {
            return;
        }
        checkEncryptionKey(encryption, region);
        if (!type.equals("DirectPut") && !type.equals("DatabaseAsSource")) {
            throw refusal(
                    "Server side encryption from firehose is only allowed for direct put delivery"
                            + " streams and database as a source delivery streams");
        }
    }

    /// The rules for a DeliveryStreamEncryptionConfigurationInput.
    static void checkEncryptionKey(JsonNode encryption, String region) {
        boolean customers = encryption.path("KeyType").asString("").equals("CUSTOMER_MANAGED_CMK");
        String key = encryption.path("KeyARN").asString("");
        if (customers && key.isEmpty()) {
            throw refusal("KeyARN has to be specified when KeyType is CUSTOMER_MANAGED_CMK");
        }
        if (!customers && !key.isEmpty()) {
            throw refusal("KeyARN cannot be specified when KeyType is AWS_OWNED_CMK");
        }
        if (customers && !key.contains(":kms:" + region + ":")) {
            throw refusal(
                    "Cross-region keys are not allowed for SSE. Please provide CMKs in the same"
                            + " region as firehose");
        }
    }

    private static void refuseWhatIsNotSupported(
            JsonNode request, String type, DestinationType destination) {
        switch (type) {
            case "KinesisStreamAsSource" ->
                    throw FirehoseError.notSupported("Kinesis streams as source");
            case "MSKAsSource" -> throw FirehoseError.notSupported("MSK clusters as source");
            case "DatabaseAsSource" -> throw FirehoseError.notSupported("databases as source");
            default -> {}
        }
        if (request.has("MSKSourceConfiguration")) {
            throw FirehoseError.notSupported("MSK clusters as source");
        }
        if (request.has("DatabaseSourceConfiguration")) {
            throw FirehoseError.notSupported("databases as source");
        }
        if (request.has("DirectPutSourceConfiguration")) {
            throw FirehoseError.notSupported("throughput hints");
        }
        if (!destination.isS3()) {
            throw FirehoseError.notSupported(destination.plural());
        }
        if (request.has("DeliveryStreamEncryptionConfigurationInput")) {
            throw FirehoseError.notSupported("server-side encryption");
        }
    }

    private static RuntimeException refusal(String text) {
        return FirehoseError.INVALID_ARGUMENT.because(text);
    }
}
