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

    /// Every object below the prefix whose metadata says that this stream delivered it.
    ///
    /// @param prefix the stream's prefix expression; only what stands before its first `!{` is the
    ///   same in all keys
    public List<Account.Delivered> of(String stream, String bucket, String prefix) {
        List<Account.Delivered> found = new ArrayList<>();
        for (S3Object object :
                s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(literal(prefix)))
                        .contents()) {
            metadata(bucket, object.key())
                    .filter(metadata -> metadata.stream().equals(stream))
                    .ifPresent(
                            metadata -> found.add(new Account.Delivered(object.key(), metadata)));
        }
        return found;
    }

    private Optional<ObjectMetadata> metadata(String bucket, String key) {
        return ObjectMetadata.read(
                s3.headObject(request -> request.bucket(bucket).key(key)).metadata());
    }

    static String literal(String prefix) {
        int expression = prefix.indexOf("!{");
        return expression < 0 ? prefix : prefix.substring(0, expression);
    }
}
