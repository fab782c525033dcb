package io.hydrant.core.stream.destination;

import io.hydrant.core.format.CompressionFormat;
import java.util.Optional;

/// The place where objects are put, and the manner: what every S3 destination has, the backup's
/// included. What was not sent is empty, because it is not shown either.
///
/// @param kmsKeyArn the key of KMS that objects are encrypted under; without one the bucket decides
public record S3Objects(
        String roleArn,
        String bucketArn,
        Optional<String> prefix,
        Optional<String> errorOutputPrefix,
        BufferingHints bufferingHints,
        CompressionFormat compressionFormat,
        CloudWatchLogging logging,
        Optional<String> kmsKeyArn) {

    /// The bucket's name.
    public String bucket() {
        return bucketArn.substring(bucketArn.lastIndexOf(':') + 1);
    }
}
