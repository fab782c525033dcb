package io.hydrant.core.objectstore;

import java.time.Instant;

/// A bucket as it was at one moment. `id` is never used again, also when the name is.
public record Bucket(long id, String name, Instant created, String region, Versioning versioning) {
    public String arn() {
        return "arn:aws:s3:::" + name;
    }

    public boolean wasVersioned() {
        return versioning != Versioning.NEVER_ENABLED;
    }
}
