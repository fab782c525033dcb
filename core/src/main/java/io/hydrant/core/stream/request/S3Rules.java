package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.PrefixExpression;
import io.hydrant.core.stream.PrefixExpression.Kind;
import io.hydrant.core.stream.destination.Backup;
import io.hydrant.core.stream.destination.BufferingHints;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.Processing;
import io.hydrant.core.stream.document.ProcessingDocument;
import io.hydrant.core.stream.document.S3Document;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What must hold between the members of an S3 destination beyond the API model: first as AWS
/// checks it. The settings have passed the model's constraints.
final class S3Rules {
    private static final int PARTITIONING_SIZE_MIN_MBS = 64;

    private S3Rules() {}

    /// @param streamName of the stream that has or will have them
    /// @param current the destination that an update changes
    static void check(
            JsonNode settings,
            String streamName,
            Instant now,
            Optional<ExtendedS3Destination> current) {
        boolean partitioning = isEnabled(settings, "DynamicPartitioningConfiguration");
        checkLogging(settings);
        ZoneId zone =
                TimeZones.zone(
                        text(settings, "CustomTimeZone"),
                        current.flatMap(ExtendedS3Destination::customTimeZone));
        PrefixRules.check(
                text(settings, "Prefix"),
                text(settings, "ErrorOutputPrefix"),
                partitioning,
                now.atZone(zone));
        KeyLength.check(settings, streamName, zone);
        if (convertsFormat(settings)) {
            FormatConversionRules.check(settings);
        }
        if (partitioning) {
            checkPartitioningSize(settings);
        }
        Processing processing = ProcessingDocument.read(settings.path("ProcessingConfiguration"));
        if (processing.enabled().orElse(false)) {
            ProcessingRules.check(processing, partitioning);
        }
        PartitioningRules.check(
                PrefixExpression.parse(text(settings, "Prefix").orElse(""), Kind.PREFIX),
                processing);
        checkBackup(settings, streamName, now);
        checkEncryption(settings.path("EncryptionConfiguration"));
    }

    private static void checkLogging(JsonNode settings) {
        JsonNode logging = settings.path("CloudWatchLoggingOptions");
        if (!isEnabled(settings, "CloudWatchLoggingOptions")) {
            return;
        }
        if (text(logging, "LogGroupName").orElse("").isEmpty()) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "CloudWatch Log Group Name is required if CloudWatch Logging is enabled");
        }
        if (text(logging, "LogStreamName").orElse("").isEmpty()) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "CloudWatch Log Stream Name is required if CloudWatch Logging is enabled");
        }
    }

    private static void checkPartitioningSize(JsonNode settings) {
        int size =
                settings.path("BufferingHints")
                        .path("SizeInMBs")
                        .asInt(BufferingHints.DEFAULT.sizeInMBs());
        if (size < PARTITIONING_SIZE_MIN_MBS) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is"
                            + " enabled.");
        }
    }

    private static void checkBackup(JsonNode settings, String streamName, Instant now) {
        JsonNode backup = settings.path("S3BackupConfiguration");
        boolean complete = backup.has("RoleARN") && backup.has("BucketARN");
        if (!complete && (backsUp(settings) || !backup.isMissingNode())) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "S3 backup destination configuration is required when enabling S3 backup.");
        }
        if (complete) {
            check(backup, streamName, now, Optional.empty());
        }
        if (backsUp(settings)) {
            checkBackupInterval(backup);
        }
    }

    /// A backup gathers; AWS's documentation knows no "no buffering" for it, and the model does.
    private static void checkBackupInterval(JsonNode backup) {
        Duration interval = S3Document.objects(backup).bufferingHints().interval();
        if (interval.compareTo(Backup.INTERVAL_MIN) < 0) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "BufferingHints.IntervalInSeconds must be at least %d in the S3 backup"
                            + " configuration.",
                    Backup.INTERVAL_MIN.toSeconds());
        }
    }

    /// Whether there is the key is asked when an object is put, as in AWS.
    private static void checkEncryption(JsonNode encryption) {
        if (encryption.has("KMSEncryptionConfig") && encryption.has("NoEncryptionConfig")) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "EncryptionConfiguration has either NoEncryptionConfig or KMSEncryptionConfig.");
        }
    }

    private static boolean isEnabled(JsonNode settings, String block) {
        return settings.path(block).path("Enabled").asBoolean(false);
    }

    /// Unlike the other blocks, this one is enabled unless it says otherwise.
    private static boolean convertsFormat(JsonNode settings) {
        JsonNode conversion = settings.path("DataFormatConversionConfiguration");
        return !conversion.isMissingNode() && conversion.path("Enabled").asBoolean(true);
    }

    private static boolean backsUp(JsonNode settings) {
        return settings.path("S3BackupMode").asString("Disabled").equals("Enabled");
    }

    private static Optional<String> text(JsonNode settings, String name) {
        return settings.path(name).stringValueOpt();
    }
}
