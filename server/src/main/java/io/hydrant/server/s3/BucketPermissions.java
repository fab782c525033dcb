package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.BucketPolicies;
import io.hydrant.core.objectstore.ObjectOwnership;
import io.hydrant.core.objectstore.PublicAccessBlock;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may come to a bucket: its policy, whether that is public, the block of public access, and
/// the ownership of its objects.
final class BucketPermissions {
    private final S3Store store;
    private final BucketPolicies policies;
    private final S3Access access;

    BucketPermissions(S3Store store, BucketPolicies policies, S3Access access) {
        this.store = store;
        this.policies = policies;
        this.access = access;
    }

    List<BucketSettings.Setting> operations() {
        return List.of(
                new BucketSettings.Setting("GET", "policy", this::getPolicy),
                new BucketSettings.Setting("PUT", "policy", this::putPolicy),
                new BucketSettings.Setting(
                        "DELETE",
                        "policy",
                        deletion("s3:DeleteBucketPolicy", BucketDocument.POLICY)),
                new BucketSettings.Setting("GET", "policyStatus", this::getPolicyStatus),
                new BucketSettings.Setting("GET", "publicAccessBlock", this::getBlock),
                new BucketSettings.Setting("PUT", "publicAccessBlock", this::putBlock),
                new BucketSettings.Setting(
                        "DELETE",
                        "publicAccessBlock",
                        deletion(
                                "s3:PutBucketPublicAccessBlock",
                                BucketDocument.PUBLIC_ACCESS_BLOCK)),
                new BucketSettings.Setting("GET", "ownershipControls", this::getOwnership),
                new BucketSettings.Setting("PUT", "ownershipControls", this::putOwnership),
                new BucketSettings.Setting(
                        "DELETE",
                        "ownershipControls",
                        deletion(
                                "s3:PutBucketOwnershipControls",
                                BucketDocument.OWNERSHIP_CONTROLS)));
    }

    private S3Operation deletion(String action, String kind) {
        return (request, response) -> {
            Bucket bucket = access.requireOnBucket(request, action);
            store.buckets().deleteDocument(bucket, kind);
            response.send(204, Map.of());
        };
    }

    private void getPolicy(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketPolicy");
        String policy = policies.shown(bucket).orElseThrow(() -> noPolicy(bucket));
        response.send(
                200,
                Map.of("Content-Type", "application/json"),
                policy.getBytes(StandardCharsets.UTF_8));
    }

    private void putPolicy(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:PutBucketPolicy");
        byte[] body = BodyChecks.read(request);
        policies.put(
                bucket, new String(body, StandardCharsets.UTF_8), request.caller().principal());
        response.send(204, Map.of());
    }

    private void getPolicyStatus(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketPolicyStatus");
        boolean open = policies.isPublic(bucket).orElseThrow(() -> noPolicy(bucket));
        XmlWriter xml = S3Xml.document("PolicyStatus");
        S3Xml.send(response, xml.element("IsPublic", open).end());
    }

    private static ServiceException noPolicy(Bucket bucket) {
        return S3Error.NO_SUCH_BUCKET_POLICY.refusal().with("BucketName", bucket.name());
    }

    private void getBlock(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketPublicAccessBlock");
        String kept =
                document(bucket, BucketDocument.PUBLIC_ACCESS_BLOCK)
                        .orElseThrow(() ->
                                missing(
                                        bucket,
                                        "NoSuchPublicAccessBlockConfiguration",
                                        "The public access block configuration was not found"));
        S3Xml.send(response, PublicAccessBlock.kept(Optional.of(kept)).toXml(), Map.of());
    }

    private void putBlock(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:PutBucketPublicAccessBlock");
        PublicAccessBlock block = PublicAccessBlock.of(BodyChecks.read(request));
        store.buckets().putDocument(bucket, BucketDocument.PUBLIC_ACCESS_BLOCK, block.toXml());
        response.send(200, Map.of());
    }

    private void getOwnership(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:GetBucketOwnershipControls");
        String kept =
                document(bucket, BucketDocument.OWNERSHIP_CONTROLS)
                        .orElseThrow(() ->
                                missing(
                                        bucket,
                                        "OwnershipControlsNotFoundError",
                                        "The bucket ownership controls were not found"));
        S3Xml.send(response, kept, Map.of());
    }

    private void putOwnership(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:PutBucketOwnershipControls");
        ObjectOwnership ownership = ObjectOwnership.of(BodyChecks.read(request));
        store.buckets().putDocument(bucket, BucketDocument.OWNERSHIP_CONTROLS, ownership.toXml());
        response.send(200, Map.of());
    }

    private Optional<String> document(Bucket bucket, String kind) {
        return store.buckets().document(bucket, kind);
    }

    private static ServiceException missing(Bucket bucket, String code, String text) {
        return new ServiceException(404, code, text).with("BucketName", bucket.name());
    }
}
