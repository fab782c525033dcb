package io.hydrant.core.stream;

import io.hydrant.core.format.CompressionFormat;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An S3 destination as JSON, with the members of ExtendedS3DestinationConfiguration: so it comes
/// in, so the catalog keeps it, and so, with two names changed, DescribeDeliveryStream shows it.
public final class DestinationDocument {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DestinationDocument() {}

    /// Settings that the rules have passed; what is absent gets AWS's default.
    static ExtendedS3Destination read(JsonNode settings) {
        return new ExtendedS3Destination(
                settings.path("RoleARN").stringValue(),
                settings.path("BucketARN").stringValue(),
                settings.path("Prefix").stringValueOpt(),
                settings.path("ErrorOutputPrefix").stringValueOpt(),
                bufferingHints(settings.path("BufferingHints")),
                CompressionFormat.ofWireName(
                        settings.path("CompressionFormat")
                                .asString(CompressionFormat.UNCOMPRESSED.wireName())),
                logging(settings.path("CloudWatchLoggingOptions")),
                settings.path("FileExtension").stringValueOpt(),
                settings.path("CustomTimeZone").stringValueOpt(),
                idleBlocks(settings));
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

    private static IdleBlocks idleBlocks(JsonNode settings) {
        return new IdleBlocks(
                block(settings, "ProcessingConfiguration"),
                block(settings, "DataFormatConversionConfiguration"),
                block(settings, "DynamicPartitioningConfiguration"),
                block(settings, "S3BackupConfiguration"));
    }

    private static Optional<String> block(JsonNode settings, String name) {
        return Optional.ofNullable(settings.get(name)).map(JsonNode::toString);
    }

    /// The destination as it would be sent, defaults spelled out.
    static ObjectNode write(ExtendedS3Destination destination) {
        ObjectNode written = common(destination);
        written.put("S3BackupMode", "Disabled");
        destination.fileExtension().ifPresent(value -> written.put("FileExtension", value));
        destination.customTimeZone().ifPresent(value -> written.put("CustomTimeZone", value));
        IdleBlocks idle = destination.idleBlocks();
        set(written, "ProcessingConfiguration", idle.processing());
        set(written, "DataFormatConversionConfiguration", idle.formatConversion());
        set(written, "DynamicPartitioningConfiguration", idle.dynamicPartitioning());
        set(written, "S3BackupConfiguration", idle.backup());
        return written;
    }

    /// The ExtendedS3DestinationDescription.
    public static ObjectNode describeExtended(ExtendedS3Destination destination) {
        ObjectNode description = write(destination);
        JsonNode backup = description.remove("S3BackupConfiguration");
        if (backup != null) {
            description.set("S3BackupDescription", common(read(backup)));
        }
        return description;
    }

    /// The S3DestinationDescription: the members that both S3 destinations have.
    public static ObjectNode describe(ExtendedS3Destination destination) {
        return common(destination);
    }

    private static ObjectNode common(ExtendedS3Destination destination) {
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

    private static void set(ObjectNode written, String name, Optional<String> block) {
        block.ifPresent(json -> written.set(name, MAPPER.readTree(json)));
    }

    /// `current` with the members that an ExtendedS3DestinationUpdate gives. A block is replaced as
    /// a whole, except the two whose members AWS merges one by one.
    static ObjectNode merge(ObjectNode current, ObjectNode update) {
        ObjectNode merged = current.deepCopy();
        update.properties()
                .forEach(member -> {
                    JsonNode value = member.getValue();
                    switch (member.getKey()) {
                        case "BufferingHints", "DataFormatConversionConfiguration" ->
                                mergeInto(merged, member.getKey(), value);
                        case "S3BackupUpdate" -> mergeInto(merged, "S3BackupConfiguration", value);
                        default -> merged.set(member.getKey(), value);
                    }
                });
        return merged;
    }

    private static void mergeInto(ObjectNode merged, String block, JsonNode update) {
        ObjectNode target = merged.withObjectProperty(block);
        update.properties()
                .forEach(member -> {
                    if (member.getKey().equals("SchemaConfiguration")) {
                        mergeInto(target, member.getKey(), member.getValue());
                    } else {
                        target.set(member.getKey(), member.getValue());
                    }
                });
    }
}
