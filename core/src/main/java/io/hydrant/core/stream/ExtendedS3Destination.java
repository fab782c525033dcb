package io.hydrant.core.stream;

import io.hydrant.core.format.CompressionFormat;
import java.time.ZoneId;
import java.util.Optional;

/// Where and how a stream's records become objects. Both of Firehose's S3 destinations are this
/// one; the older merely knows fewer members. All values were checked when the stream was created
/// or updated. What was not sent is empty, because it is not shown either.
public record ExtendedS3Destination(
        String roleArn,
        String bucketArn,
        Optional<String> prefix,
        Optional<String> errorOutputPrefix,
        BufferingHints bufferingHints,
        CompressionFormat compressionFormat,
        CloudWatchLogging logging,
        Optional<String> fileExtension,
        Optional<String> customTimeZone,
        IdleBlocks idleBlocks) {

    private static final ZoneId UTC = ZoneId.of("UTC");

    /// The bucket's name.
    public String bucket() {
        return bucketArn.substring(bucketArn.lastIndexOf(':') + 1);
    }

    /// The zone that times in keys are given in.
    public ZoneId zone() {
        return customTimeZone.filter(name -> !name.isEmpty()).map(ZoneId::of).orElse(UTC);
    }

    /// What data objects' keys end in.
    public String extension() {
        return fileExtension
                .filter(extension -> !extension.isEmpty())
                .orElse(compressionFormat.extension());
    }
}
