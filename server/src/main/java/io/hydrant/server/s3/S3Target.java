package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The object that a question is about. It need not exist; its tags are looked up when a policy
/// asks for them.
record S3Target(S3Store store, Bucket bucket, String key, Optional<String> versionId) {
    Map<String, String> tags() {
        try {
            return store.objects()
                    .find(bucket, key, versionId)
                    .map(ObjectVersion::details)
                    .map(details -> (Map<String, String>) details.tags())
                    .orElse(new TreeMap<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String arn() {
        return bucket.arn() + "/" + key;
    }
}
