package io.hydrant.core.cloudformation;

import io.hydrant.core.objectstore.BlobWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Listings;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Fills and empties a bucket.
final class BucketContent {
    private final S3Store store;
    private final String name;

    BucketContent(S3Store store, String name) {
        this.store = store;
        this.name = name;
    }

    void put(String key, String text) throws IOException {
        try (BlobWriter writer = store.write(List.of())) {
            writer.write(text.getBytes(StandardCharsets.UTF_8));
            store.objects()
                    .put(
                            store.buckets().get(name),
                            key,
                            writer.finish(),
                            new ObjectDetails(
                                    new TreeMap<>(),
                                    new TreeMap<>(),
                                    new TreeMap<>(),
                                    Optional.empty()),
                            new Precondition.None());
        }
    }

    /// Every version and every delete marker.
    void empty() throws IOException {
        Bucket bucket = store.buckets().get(name);
        Listings.Page<ObjectVersion> page =
                store.listings()
                        .versions(bucket, new Listings.Query("", "", Optional.empty(), 1000));
        for (ObjectVersion version : page.rows()) {
            store.objects()
                    .delete(
                            bucket,
                            version.key(),
                            Optional.of(version.versionId()),
                            new Precondition.None());
        }
    }
}
