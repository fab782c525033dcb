package io.hydrant.core.stream.request;

import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;

import io.hydrant.aws.json.Shape;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.Source;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The kinds of source that the API knows: each with its name, the block that configures it, and
/// what it comes to, unless Hydrant does not support it.
public enum SourceType {
    DIRECT_PUT(
            "DirectPut",
            "DirectPutSourceConfiguration",
            structure().require("ThroughputHintInMBs", integer().between(1, 100)),
            "throughput hints",
            Optional.of(SourceType::directPut)),
    KINESIS(
            "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration",
            structure()
                    .require(
                            "KinesisStreamARN",
                            text().length(1, 512)
                                    .matching(
                                            "arn:.*:kinesis:[a-zA-Z0-9\\-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+"))
                    .require("RoleARN", S3Shapes.ROLE_ARN),
            "Kinesis streams as source",
            Optional.empty()),
    MSK(
            "MSKAsSource",
            "MSKSourceConfiguration",
            structure()
                    .require("MSKClusterARN", text().length(1, 512).matching("arn:.*"))
                    .require("TopicName", text().length(1, 255).matching("[a-zA-Z0-9\\\\._\\\\-]+"))
                    .require(
                            "AuthenticationConfiguration",
                            structure()
                                    .require("RoleARN", S3Shapes.ROLE_ARN)
                                    .require("Connectivity", oneOf("PUBLIC", "PRIVATE")))
                    .with("ReadFromTimestamp", new Shape.Timestamp()),
            "MSK clusters as source",
            Optional.empty()),
    DATABASE(
            "DatabaseAsSource",
            "DatabaseSourceConfiguration",
            structure(),
            "databases as source",
            Optional.empty());

    private final String wireName;
    private final String configuration;
    private final Structure shape;
    private final String plural;
    private final Optional<Function<JsonNode, Source>> reader;

    SourceType(
            String wireName,
            String configuration,
            Structure shape,
            String plural,
            Optional<Function<JsonNode, Source>> reader) {
        this.wireName = wireName;
        this.configuration = configuration;
        this.shape = shape;
        this.plural = plural;
        this.reader = reader;
    }

    private static Source directPut(JsonNode block) {
        JsonNode hint = block.path("ThroughputHintInMBs");
        return new Source.DirectPut(
                hint.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(hint.intValue()));
    }

    public static SourceType of(Source source) {
        return switch (source) {
            case Source.DirectPut directPut -> DIRECT_PUT;
        };
    }

    /// The type that a request names, or else the one that AWS assumes.
    static SourceType of(JsonNode request) {
        String wanted = request.path("DeliveryStreamType").asString(DIRECT_PUT.wireName);
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /// The DeliveryStreamType.
    public String wireName() {
        return wireName;
    }

    /// The block's name.
    public String configuration() {
        return configuration;
    }

    /// The block's member of CreateDeliveryStream.
    Shape.Member member() {
        return new Shape.Member(configuration, shape, false);
    }

    boolean isConfigured(JsonNode request) {
        return request.has(configuration);
    }

    /// The source that the request describes.
    Source read(JsonNode request) {
        return reader.orElseThrow(this::notSupported).apply(request.path(configuration));
    }

    RuntimeException notSupported() {
        return FirehoseError.notSupported(plural);
    }
}
