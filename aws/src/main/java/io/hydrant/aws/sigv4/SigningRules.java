package io.hydrant.aws.sigv4;

import java.time.Duration;

/// How a service wants its requests signed.
public sealed interface SigningRules {
    /// How far the sender's clock may be off.
    Duration tolerance();

    /// S3 signs the path once encoded and not normalised, and announces the payload in a header.
    /// `bucketOfHost` is the bucket of a virtual-host address, or empty.
    record S3(String bucketOfHost) implements SigningRules {
        @Override
        public Duration tolerance() {
            return Duration.ofMinutes(15);
        }
    }

    /// Every other service signs a normalised path, encoded twice, and the hash of the body.
    /// `service` is the one that the scope must name. The body is not copied; it is hashed only for
    /// a caller that is known.
    record Plain(String service, Duration tolerance, byte[] body) implements SigningRules {}
}
