package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.BucketPolicies;
import io.hydrant.core.objectstore.Buckets;
import io.hydrant.core.objectstore.S3Store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `AWS::S3::BucketPolicy`. Its physical id is the bucket's name.
final class BucketPolicyResource implements ResourceType {
    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("Bucket", Schema.text())
                    .with("PolicyDocument", new Schema.Document())
                    .require("Bucket", "PolicyDocument");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::S3::BucketPolicy",
                    "S3",
                    PROPERTIES,
                    Set.of("Bucket"),
                    Optional.of("Bucket"),
                    Set.of(),
                    false);

    private final S3Store store;
    private final BucketPolicies policies;
    private final Authority authority;

    BucketPolicyResource(S3Store store, Iam iam, Authority authority) {
        this.store = store;
        this.policies = new BucketPolicies(store.buckets(), iam);
        this.authority = authority;
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public String prepare(Wanted wanted) throws ResourceFailure {
        Bucket bucket = buckets().get(new Properties(wanted.properties()).required("Bucket"));
        require(wanted.actor(), "s3:PutBucketPolicy", bucket);
        if (policy(bucket).isPresent()) {
            throw new ResourceFailure(
                    HandlerErrorCode.ALREADY_EXISTS,
                    "The bucket policy already exists on bucket " + bucket.name() + ".");
        }
        return bucket.name();
    }

    @Override
    public Map<String, String> create(Wanted wanted, String physicalId)
            throws ResourceFailure, IOException {
        put(wanted);
        return Map.of();
    }

    @Override
    public Map<String, String> update(Present present, Wanted wanted)
            throws ResourceFailure, IOException {
        put(wanted);
        return Map.of();
    }

    private void put(Wanted wanted) throws ResourceFailure, IOException {
        Properties properties = new Properties(wanted.properties());
        Bucket bucket = buckets().get(properties.required("Bucket"));
        require(wanted.actor(), "s3:PutBucketPolicy", bucket);
        policies.put(bucket, properties.document("PolicyDocument").orElseThrow());
    }

    @Override
    public void delete(Present present) throws ResourceFailure, IOException {
        Optional<Bucket> bucket = buckets().find(present.physicalId());
        if (bucket.isPresent()) {
            require(present.actor(), "s3:DeleteBucketPolicy", bucket.get());
            buckets().deleteDocument(bucket.get(), BucketDocument.POLICY);
        }
    }

    private void require(Actor actor, String action, Bucket bucket) throws ResourceFailure {
        authority.require(actor, action, bucket.arn(), Map.of(), policy(bucket));
    }

    private Optional<String> policy(Bucket bucket) {
        return buckets().document(bucket, BucketDocument.POLICY);
    }

    private Buckets buckets() {
        return store.buckets();
    }
}
