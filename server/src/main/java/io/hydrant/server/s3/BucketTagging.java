package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.TagSet;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// GetBucketTagging, PutBucketTagging and DeleteBucketTagging. What CloudFormation tagged a bucket
/// with stays.
final class BucketTagging {
    private final S3Store store;
    private final S3Access access;

    BucketTagging(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    void get(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketTagging");
        TagSet tags = tagsOf(bucket);
        if (tags.tags().isEmpty()) {
            throw S3Error.NO_SUCH_TAG_SET.refusal().with("BucketName", bucket.name());
        }
        S3Xml.send(response, tags.document(), Map.of());
    }

    void put(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:PutBucketTagging");
        TagSet tags = TagSet.ofDocument(BodyChecks.read(request)).forBucket(tagsOf(bucket));
        keep(bucket, tags);
        response.send(204, Map.of());
    }

    void delete(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:PutBucketTagging");
        keep(bucket, new TagSet(tagsOf(bucket).system()));
        response.send(204, Map.of());
    }

    private void keep(Bucket bucket, TagSet tags) throws IOException {
        if (tags.tags().isEmpty()) {
            store.buckets().deleteDocument(bucket, BucketDocument.TAGGING);
        } else {
            store.buckets().putDocument(bucket, BucketDocument.TAGGING, tags.document());
        }
    }

    private TagSet tagsOf(Bucket bucket) {
        return store.buckets()
                .document(bucket, BucketDocument.TAGGING)
                .map(document -> TagSet.ofDocument(document.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> new TagSet(new TreeMap<>()));
    }
}
