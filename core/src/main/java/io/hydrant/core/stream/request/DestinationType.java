package io.hydrant.core.stream.request;

import io.hydrant.aws.json.Shape;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The types of destination that the API knows: each with the name of its blocks in requests, and
/// what they come to, unless Hydrant does not support it.
enum DestinationType {
    S3("S3Destination", "S3 destinations", S3Block.PLAIN),
    EXTENDED_S3("ExtendedS3Destination", "S3 destinations", S3Block.EXTENDED),
    REDSHIFT("RedshiftDestination", "Redshift destinations"),
    ELASTICSEARCH("ElasticsearchDestination", "Elasticsearch destinations"),
    OPENSEARCH("AmazonopensearchserviceDestination", "OpenSearch destinations"),
    OPENSEARCH_SERVERLESS(
            "AmazonOpenSearchServerlessDestination", "OpenSearch Serverless destinations"),
    SPLUNK("SplunkDestination", "Splunk destinations"),
    HTTP_ENDPOINT("HttpEndpointDestination", "HTTP endpoint destinations"),
    SNOWFLAKE("SnowflakeDestination", "Snowflake destinations"),
    ICEBERG("IcebergDestination", "Iceberg destinations");

    private final String blockName;
    private final String plural;
    private final Optional<DestinationBlock> block;

    DestinationType(String blockName, String plural) {
        this(blockName, plural, Optional.empty());
    }

    DestinationType(String blockName, String plural, DestinationBlock block) {
        this(blockName, plural, Optional.of(block));
    }

    DestinationType(String blockName, String plural, Optional<DestinationBlock> block) {
        this.blockName = blockName;
        this.plural = plural;
        this.block = block;
    }

    static DestinationType of(Destination destination) {
        return switch (destination) {
            case ExtendedS3Destination s3 -> EXTENDED_S3;
        };
    }

    /// The one type whose block the request has; empty when it has none.
    ///
    /// @param named the block's name in this request
    static Optional<DestinationType> only(
            JsonNode request, Function<DestinationType, String> named) {
        List<DestinationType> given =
                Arrays.stream(values()).filter(type -> request.has(named.apply(type))).toList();
        if (given.size() > 1) {
            throw notExactlyOne();
        }
        return given.stream().findFirst();
    }

    static RuntimeException notExactlyOne() {
        return FirehoseError.INVALID_ARGUMENT.because(
                "Exactly one destination configuration is supported for a Firehose");
    }

    /// The block's name in CreateDeliveryStream.
    String configuration() {
        return blockName + "Configuration";
    }

    /// The block's name in UpdateDestination.
    String update() {
        return blockName + "Update";
    }

    /// The block's member of CreateDeliveryStream. Of what is not supported nothing is looked at.
    Shape.Member inCreation() {
        Structure shape = block.map(DestinationBlock::configuration).orElse(Shape.structure());
        return new Shape.Member(configuration(), shape, false);
    }

    /// The block's member of UpdateDestination.
    Shape.Member inUpdate() {
        Structure shape = block.map(DestinationBlock::update).orElse(Shape.structure());
        return new Shape.Member(update(), shape, false);
    }

    /// @throws io.hydrant.aws.ServiceException when Hydrant does not support the type
    DestinationBlock block() {
        return block.orElseThrow(() -> FirehoseError.notSupported(plural));
    }

    /// The block that makes an update of this type of a destination.
    ///
    /// @throws io.hydrant.aws.ServiceException when AWS does not change it so, or Hydrant does not
    ///   support the type
    DestinationBlock blockToChange(Destination current) {
        DestinationType present = of(current);
        if (configured() != present) {
            Stream.of(this, present)
                    .flatMap(type -> type.unchangeable().stream())
                    .findFirst()
                    .ifPresent(name -> {
                        throw FirehoseError.INVALID_ARGUMENT.because(
                                "Changing the destination type to or from %s is not supported at"
                                        + " this time.",
                                name);
                    });
        }
        return block();
    }

    /// The type of the destination that comes of this one's block.
    private DestinationType configured() {
        return this == S3 ? EXTENDED_S3 : this;
    }

    /// The name, for texts, of a type that cannot be exchanged for another.
    private Optional<String> unchangeable() {
        return switch (this) {
            case HTTP_ENDPOINT -> Optional.of("HttpEndpoint");
            case ELASTICSEARCH, OPENSEARCH -> Optional.of("Elasticsearch");
            case S3, EXTENDED_S3, REDSHIFT, OPENSEARCH_SERVERLESS, SPLUNK, SNOWFLAKE, ICEBERG ->
                    Optional.empty();
        };
    }
}
