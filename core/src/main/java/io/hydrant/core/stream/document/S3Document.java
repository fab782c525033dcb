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
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An S3 destination as JSON, with the members of ExtendedS3DestinationConfiguration: so requests
/// bring it, so the catalog keeps it, and so, with one name changed, descriptions show it.
public final class S3Document {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";

    private S3Document() {}

    /// Settings that the rules have passed; what is absent gets AWS's default.
    public static ExtendedS3Destination read(JsonNode settings) {
        Optional<Conversion> conversion =
                block(settings, "DataFormatConversionConfiguration").map(ConversionDocument::read);
        BufferingHints standard =
                conversion.filter(Conversion::isEnabled).isPresent()
                        ? BufferingHints.DEFAULT_OF_CONVERSION
                        : BufferingHints.DEFAULT;
        return new ExtendedS3Destination(
                objects(settings, standard),
                settings.path("FileExtension").stringValueOpt(),
                settings.path("CustomTimeZone").stringValueOpt(),
                block(settings, "ProcessingConfiguration").map(S3Document::processing),
                conversion,
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

    /// The members that every S3 destination has; what is absent gets AWS's default.
    public static S3Objects objects(JsonNode settings) {
        return objects(settings, BufferingHints.DEFAULT);
    }

    private static S3Objects objects(JsonNode settings, BufferingHints standard) {
        return new S3Objects(
                settings.path("RoleARN").stringValue(),
                settings.path("BucketARN").stringValue(),
                settings.path("Prefix").stringValueOpt(),
                settings.path("ErrorOutputPrefix").stringValueOpt(),
                bufferingHints(settings.path("BufferingHints"), standard),
                CompressionFormat.ofWireName(
                        settings.path("CompressionFormat")
                                .asString(CompressionFormat.UNCOMPRESSED.wireName())),
                logging(settings.path("CloudWatchLoggingOptions")),
                settings.path("EncryptionConfiguration")
                        .path("KMSEncryptionConfig")
                        .path("AWSKMSKeyARN")
                        .stringValueOpt());
    }

    private static BufferingHints bufferingHints(JsonNode hints, BufferingHints standard) {
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
        Processing given = ProcessingDocument.read(block);
        return new Processing(
                given.enabled(),
                given.processors()
                        .map(stages -> stages.stream().map(Processing.Stage::carriedOut).toList()));
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
        written.put("S3BackupMode", destination.s3Backup().enabled() ? ENABLED : DISABLED);
        destination.fileExtension().ifPresent(value -> written.put("FileExtension", value));
        destination.customTimeZone().ifPresent(value -> written.put("CustomTimeZone", value));
        destination
                .processing()
                .ifPresent(block ->
                        written.set("ProcessingConfiguration", ProcessingDocument.write(block)));
        destination
                .conversion()
                .ifPresent(block ->
                        written.set(
                                "DataFormatConversionConfiguration",
                                ConversionDocument.write(block)));
        destination
                .partitioning()
                .ifPresent(block -> written.set("DynamicPartitioningConfiguration", write(block)));
        destination
                .s3Backup()
                .objects()
                .ifPresent(block -> written.set("S3BackupConfiguration", write(block)));
        return written;
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
        writeEncryption(written.putObject("EncryptionConfiguration"), destination.kmsKeyArn());
        written.set("CloudWatchLoggingOptions", logging(destination.logging()));
        return written;
    }

    private static void writeEncryption(ObjectNode block, Optional<String> kmsKeyArn) {
        if (kmsKeyArn.isPresent()) {
            block.putObject("KMSEncryptionConfig").put("AWSKMSKeyARN", kmsKeyArn.get());
        } else {
            block.put("NoEncryptionConfig", "NoEncryption");
        }
    }

    private static ObjectNode logging(CloudWatchLogging logging) {
        ObjectNode options = NODES.objectNode().put("Enabled", logging.enabled());
        logging.logGroupName().ifPresent(name -> options.put("LogGroupName", name));
        logging.logStreamName().ifPresent(name -> options.put("LogStreamName", name));
        return options;
    }
}
