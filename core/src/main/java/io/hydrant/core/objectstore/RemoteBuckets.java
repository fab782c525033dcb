package io.hydrant.core.objectstore;

import java.io.IOException;
import java.util.Optional;

/// The buckets of an S3 that is not the embedded store. What it refuses is a
/// [io.hydrant.aws.ServiceException] with its own status, code and words; an [IOException] says
/// that nobody answered. Safe for use from many threads.
public interface RemoteBuckets {
    /// Whether a bucket has that name, whoever owns it.
    boolean has(String bucket) throws IOException;

    void create(String bucket) throws IOException;

    /// Deletes it when it is empty.
    void delete(String bucket) throws IOException;

    /// A document that is kept with the bucket, by its sub-resource (`cors`, `tagging` …).
    Optional<String> document(String bucket, String subResource) throws IOException;

    void put(String bucket, String subResource, String document) throws IOException;

    void remove(String bucket, String subResource) throws IOException;
}
