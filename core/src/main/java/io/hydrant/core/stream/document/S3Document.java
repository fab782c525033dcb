package io.hydrant.core.stream.document;

import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.stream.destination.Backup;
import io.hydrant.core.stream.destination.BufferingHints;
import io.hydrant.core.stream.destination.CloudWatchLogging;
import io.hydrant.core.stream.destination.Conversion;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.Partitioning;
import io.hydrant.core.stream.destination.Processing;
import io.hydrant.core.stream.destination.S3Objects;
import io.hydrant.core.transform.Processors;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An S3 destination as JSON, with the members of ExtendedS3DestinationConfiguration: so requests
/// bring it, so the catalog keeps it, and so, with one name changed, descriptions show it.
public final class S3Document {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";

    private S3Document() {}

    /// Settings that the rules have passed; what is absent gets AWS's default.
    public static ExtendedS3Destination read(JsonNode settings) {
        return new ExtendedS3Destination(
                objects(settings),
                settings.path("FileExtension").stringValueOpt(),
                settings.path("CustomTimeZone").stringValueOpt(),
                block(settings, "ProcessingConfiguration").map(S3Document::processing),
                block(settings, "DataFormatConversionConfiguration")
                        .map(conversion -> new Conversion(conversion.toString())),
                block(settings, "DynamicPartitioningConfiguration").map(S3Document::partitioning),
                backup(settings));
    }

    private static Backup backup(JsonNode settings) {
        return new Backup(
                settings.path("S3BackupMode").asString(DISABLED).equals(ENABLED),
                block(settings, "S3BackupConfiguration").map(S3Document::objects));
    }

    private static Optional<JsonNode> block(JsonNode settings, String name) {
        return Optional.ofNullable(settings.get(name));
    }

    private static S3Objects objects(JsonNode settings) {
        return new S3Objects(
                settings.path("RoleARN").stringValue(),
                settings.path("BucketARN").stringValue(),
                settings.path("Prefix").stringValueOpt(),
                settings.path("ErrorOutputPrefix").stringValueOpt(),
                bufferingHints(settings.path("BufferingHints")),
                CompressionFormat.ofWireName(
                        settings.path("CompressionFormat")
                                .asString(CompressionFormat.UNCOMPRESSED.wireName())),
                logging(settings.path("CloudWatchLoggingOptions")));
    }

    private static BufferingHints bufferingHints(JsonNode hints) {
        BufferingHints standard = BufferingHints.DEFAULT;
        int seconds = Math.toIntExact(standard.interval().toSeconds());
        return new BufferingHints(
                hints.path("SizeInMBs").asInt(standard.sizeInMBs()),
                Duration.ofSeconds(hints.path("IntervalInSeconds").asInt(seconds)));
    }

    private static CloudWatchLogging logging(JsonNode options) {
        return new CloudWatchLogging(
                options.path("Enabled").asBoolean(false),
                options.path("LogGroupName").stringValueOpt(),
                options.path("LogStreamName").stringValueOpt());
    }

    private static Processing processing(JsonNode block) {
        return new Processing(
                block.path("Enabled").booleanValueOpt(),
                block(block, "Processors")
                        .map(list -> list.valueStream().map(S3Document::stage).toList()));
    }

    /// A processor that works shows its own parameters, whatever was given.
    private static Processing.Stage stage(JsonNode processor) {
        Processing.Stage given =
                new Processing.Stage(
                        processor.path("Type").stringValue(),
                        block(processor, "Parameters")
                                .map(list ->
                                        list.valueStream().map(S3Document::parameter).toList()));
        return Processors.has(given.type()) ? Processing.Stage.of(given.processor()) : given;
    }

    private static Processing.Parameter parameter(JsonNode parameter) {
        return new Processing.Parameter(
                parameter.path("ParameterName").stringValue(),
                parameter.path("ParameterValue").stringValue());
    }

    private static Partitioning partitioning(JsonNode block) {
        return new Partitioning(
                block.path("Enabled").booleanValueOpt(),
                block(block, "RetryOptions").map(S3Document::retry));
    }

    private static Partitioning.Retry retry(JsonNode options) {
        return new Partitioning.Retry(
                block(options, "DurationInSeconds")
                        .map(seconds -> Duration.ofSeconds(seconds.asInt())));
    }

    /// The destination as it would be sent, defaults spelled out.
    public static ObjectNode write(ExtendedS3Destination destination) {
        ObjectNode written = write(destination.objects());
        written.put("S3BackupMode", destination.backup().enabled() ? ENABLED : DISABLED);
        destination.fileExtension().ifPresent(value -> written.put("FileExtension", value));
        destination.customTimeZone().ifPresent(value -> written.put("CustomTimeZone", value));
        destination
                .processing()
                .ifPresent(block -> written.set("ProcessingConfiguration", write(block)));
        destination
                .conversion()
                .ifPresent(block ->
                        written.set(
                                "DataFormatConversionConfiguration",
                                MAPPER.readTree(block.settings())));
        destination
                .partitioning()
                .ifPresent(block -> written.set("DynamicPartitioningConfiguration", write(block)));
        destination
                .backup()
                .objects()
                .ifPresent(block -> written.set("S3BackupConfiguration", write(block)));
        return written;
    }

    private static ObjectNode write(Processing processing) {
        ObjectNode block = NODES.objectNode();
        processing.enabled().ifPresent(value -> block.put("Enabled", value));
        if (processing.processors().isPresent()) {
            ArrayNode stages = block.putArray("Processors");
            processing.processors().get().forEach(stage -> write(stages.addObject(), stage));
        }
        return block;
    }

    private static void write(ObjectNode into, Processing.Stage stage) {
        into.put("Type", stage.type());
        if (stage.parameters().isPresent()) {
            ArrayNode parameters = into.putArray("Parameters");
            stage.parameters()
                    .get()
                    .forEach(parameter ->
                            parameters
                                    .addObject()
                                    .put("ParameterName", parameter.name())
                                    .put("ParameterValue", parameter.value()));
        }
    }

    private static ObjectNode write(Partitioning partitioning) {
        ObjectNode block = NODES.objectNode();
        partitioning.enabled().ifPresent(value -> block.put("Enabled", value));
        if (partitioning.retry().isPresent()) {
            ObjectNode retry = block.putObject("RetryOptions");
            partitioning
                    .retry()
                    .get()
                    .duration()
                    .ifPresent(duration -> retry.put("DurationInSeconds", duration.toSeconds()));
        }
        return block;
    }

    /// The members that every S3 destination has.
    public static ObjectNode write(S3Objects destination) {
        ObjectNode written = NODES.objectNode();
        written.put("RoleARN", destination.roleArn());
        written.put("BucketARN", destination.bucketArn());
        destination.prefix().ifPresent(value -> written.put("Prefix", value));
        destination.errorOutputPrefix().ifPresent(value -> written.put("ErrorOutputPrefix", value));
        written.putObject("BufferingHints")
                .put("SizeInMBs", destination.bufferingHints().sizeInMBs())
                .put("IntervalInSeconds", destination.bufferingHints().interval().toSeconds());
        written.put("CompressionFormat", destination.compressionFormat().wireName());
        written.putObject("EncryptionConfiguration").put("NoEncryptionConfig", "NoEncryption");
        written.set("CloudWatchLoggingOptions", logging(destination.logging()));
        return written;
    }

    private static ObjectNode logging(CloudWatchLogging logging) {
        ObjectNode options = NODES.objectNode().put("Enabled", logging.enabled());
        logging.logGroupName().ifPresent(name -> options.put("LogGroupName", name));
        logging.logStreamName().ifPresent(name -> options.put("LogStreamName", name));
        return options;
    }
}
