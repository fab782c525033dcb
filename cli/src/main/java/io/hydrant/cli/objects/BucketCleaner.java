package io.hydrant.cli.objects;

import io.hydrant.cli.program.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// Takes everything out of a bucket, old versions and delete markers included.
public final class BucketCleaner {
    private final S3Client s3;

    public BucketCleaner(S3Client s3) {
        this.s3 = s3;
    }

    /// How many versions were deleted. A bucket that is gone has none.
    public long empty(String bucket) {
        long deleted = 0;
        try {
            // A page has at most 1000 versions, which is what one delete takes.
            for (ListObjectVersionsResponse page :
                    s3.listObjectVersionsPaginator(request -> request.bucket(bucket))) {
                deleted += delete(bucket, versionsOf(page));
            }
        } catch (NoSuchBucketException e) {
            return deleted;
        }
        return deleted;
    }

    private static List<ObjectIdentifier> versionsOf(ListObjectVersionsResponse page) {
        List<ObjectIdentifier> versions = new ArrayList<>();
        page.versions()
                .forEach(version -> versions.add(identifier(version.key(), version.versionId())));
        page.deleteMarkers()
                .forEach(marker -> versions.add(identifier(marker.key(), marker.versionId())));
        return versions;
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }

    /// Keys that XML cannot hold are deleted one by one.
    private long delete(String bucket, List<ObjectIdentifier> versions) {
        List<ObjectIdentifier> together = new ArrayList<>();
        for (ObjectIdentifier version : versions) {
            if (version.key().chars().anyMatch(c -> c < ' ')) {
                s3.deleteObject(request ->
                        request.bucket(bucket).key(version.key()).versionId(version.versionId()));
            } else {
                together.add(version);
            }
        }
        deleteTogether(bucket, together);
        return versions.size();
    }

    private void deleteTogether(String bucket, List<ObjectIdentifier> versions) {
        if (versions.isEmpty()) {
            return;
        }
        DeleteObjectsResponse response =
                s3.deleteObjects(request ->
                        request.bucket(bucket)
                                .delete(delete -> delete.objects(versions).quiet(true)));
        if (response.hasErrors() && !response.errors().isEmpty()) {
            S3Error error = response.errors().getFirst();
            throw new CommandFailure(
                    "s3://%s/%s cannot be deleted: %s"
                            .formatted(bucket, error.key(), error.message()),
                    "Check the key's permissions, and run the command again.");
        }
    }
}
