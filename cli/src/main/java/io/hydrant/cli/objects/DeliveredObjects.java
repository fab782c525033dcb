package io.hydrant.cli.objects;

import io.hydrant.core.delivery.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Finds a stream's objects in its bucket.
public final class DeliveredObjects {
    private final S3Client s3;

    public DeliveredObjects(S3Client s3) {
        this.s3 = s3;
    }

    /// Every object in the bucket whose metadata says that this stream delivered it, under whatever
    /// prefix it had then: prefixes change. Only keys that name the stream are asked.
    public List<Account.Delivered> of(String stream, String bucket) {
        List<Account.Delivered> found = new ArrayList<>();
        for (S3Object object :
                s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()) {
            if (object.key().contains(stream + "-")) {
                metadata(bucket, object.key())
                        .filter(metadata -> metadata.stream().equals(stream))
                        .ifPresent(metadata ->
                                found.add(new Account.Delivered(object.key(), metadata)));
            }
        }
        return found;
    }

    private Optional<ObjectMetadata> metadata(String bucket, String key) {
        return ObjectMetadata.read(
                s3.headObject(request -> request.bucket(bucket).key(key)).metadata());
    }
}
