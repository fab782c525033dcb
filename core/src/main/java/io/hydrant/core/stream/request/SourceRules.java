package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.Source;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What AWS demands of a CreateDeliveryStream request beside its destination's settings: where the
/// records come from, that there is one destination, and how records at rest are encrypted.
final class SourceRules {
    private SourceRules() {}

    /// @return the one destination that the request has
    static DestinationType check(JsonNode request, String region) {
        SourceType type = SourceType.of(request);
        checkSource(request, type);
        DestinationType destination = onlyDestination(request);
        if (type == SourceType.DATABASE && destination != DestinationType.ICEBERG) {
            throw refusal(
                    "IcebergDestinationConfiguration must be specified for Database as Source.");
        }
        checkEncryption(request, type, region);
        return destination;
    }

    private static void checkSource(JsonNode request, SourceType type) {
        boolean kinesis = SourceType.KINESIS.isConfigured(request);
        if (type == SourceType.KINESIS && !kinesis) {
            throw refusal(
                    "KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream"
                            + " type.");
        }
        if (kinesis && type != SourceType.KINESIS) {
            throw refusal(
                    "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream"
                            + " type");
        }
        if (type == SourceType.MSK && !SourceType.MSK.isConfigured(request)) {
            throw refusal("MSKSourceConfig is mandatory for MSK as Source stream type.");
        }
    }

    private static DestinationType onlyDestination(JsonNode request) {
        return DestinationType.only(request, DestinationType::configuration)
                .orElseThrow(DestinationType::notExactlyOne);
    }

    private static void checkEncryption(JsonNode request, SourceType type, String region) {
        JsonNode encryption = request.path("DeliveryStreamEncryptionConfigurationInput");
        if (encryption.isMissingNode()) {
            return;
        }
        checkEncryptionKey(encryption, region);
        if (type != SourceType.DIRECT_PUT && type != SourceType.DATABASE) {
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

    /// The source of a request that AWS would take, unless Hydrant does not support it.
    static Source source(JsonNode request) {
        SourceType wanted = SourceType.of(request);
        Source source = wanted.read(request);
        for (SourceType type : List.of(SourceType.MSK, SourceType.DATABASE)) {
            if (type != wanted && type.isConfigured(request)) {
                throw type.notSupported();
            }
        }
        if (wanted != SourceType.DIRECT_PUT && SourceType.DIRECT_PUT.isConfigured(request)) {
            throw SourceType.DIRECT_PUT.notSupported();
        }
        return source;
    }

    private static RuntimeException refusal(String text) {
        return FirehoseError.INVALID_ARGUMENT.because(text);
    }
}
