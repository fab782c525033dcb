package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.BucketPolicies;
import io.hydrant.core.objectstore.Buckets;
import io.hydrant.core.objectstore.RemoteBuckets;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::S3::BucketPolicy`. Its physical id is the bucket's name.
final class BucketPolicyResource implements ResourceType {
    private static final String POLICY = BucketDocument.POLICY;

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
                    false,
                    Optional.of("Bucket"));

    private final S3Store store;
    private final BucketPolicies policies;
    private final Authority authority;

    private final Optional<RemoteBuckets> elsewhere;
    private final RandomGenerator random;

    /// @param elsewhere where new buckets are made, if that is not the embedded store
    BucketPolicyResource(
            S3Store store,
            Iam iam,
            Optional<RemoteBuckets> elsewhere,
            Authority authority,
            RandomGenerator random) {
        this.store = store;
        this.policies = new BucketPolicies(store.buckets(), iam);
        this.authority = authority;
        this.elsewhere = elsewhere;
        this.random = random;
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        String name = new Properties(desired.properties()).required("Bucket");
        refuseElsewhere(name);
        Bucket bucket = buckets().get(name);
        require(desired.actor(), "s3:PutBucketPolicy", bucket);
        if (policy(bucket).isPresent()) {
            throw exists(bucket);
        }
        return new Claim(bucket.name(), Claim.newMark(random));
    }

    /// Who may use a bucket of another S3 is that S3's affair, and its policies name principals of
    /// its own.
    private void refuseElsewhere(String bucket) throws ResourceFailure {
        if (elsewhere.isPresent() && buckets().find(bucket).isEmpty()) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "The bucket %s is in another S3 (serve --s3-endpoint), whose policies Hydrant does not set. Leave AWS::S3::BucketPolicy out of the template, and set the policy there with that S3's own tools."
                            .formatted(bucket));
        }
    }

    private static ResourceFailure exists(Bucket bucket) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                "The bucket policy already exists on bucket " + bucket.name() + ".");
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        put(desired, Optional.of(claim.mark()));
        return Map.of();
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    /// The bucket, if its policy is the one that is meant.
    private Optional<Bucket> found(PhysicalResource current) {
        return buckets()
                .find(current.physicalId())
                .filter(bucket -> policy(bucket).isPresent())
                .filter(bucket -> current.bears(buckets().maker(bucket, POLICY)));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        put(desired, current.mark());
        return Map.of();
    }

    /// A policy that is there word for word needs no permission.
    private void put(DesiredResource desired, Optional<String> mark)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        Bucket bucket = buckets().get(properties.required("Bucket"));
        String document = properties.document("PolicyDocument").orElseThrow();
        if (policies.isStored(bucket, document)
                && (mark.isEmpty() || mark.equals(buckets().maker(bucket, POLICY)))) {
            return;
        }
        require(desired.actor(), "s3:PutBucketPolicy", bucket);
        Principal caller = desired.actor().principal();
        if (mark.isEmpty()) {
            policies.put(bucket, document, caller);
        } else if (!policies.put(bucket, document, caller, mark.get())) {
            throw exists(bucket);
        }
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<Bucket> bucket = found(current);
        if (bucket.isEmpty()) {
            return;
        }
        require(current.actor(), "s3:DeleteBucketPolicy", bucket.get());
        if (current.mark().isPresent()) {
            buckets().deleteDocument(bucket.get(), POLICY, current.mark().get());
        } else {
            buckets().deleteDocument(bucket.get(), POLICY);
        }
    }

    private void require(Actor actor, String action, Bucket bucket) throws ResourceFailure {
        authority.require(
                actor,
                action,
                bucket.arn(),
                RequestKeys.NONE,
                ResourcePolicy.ofBucket(policy(bucket)));
    }

    private Optional<String> policy(Bucket bucket) {
        return buckets().document(bucket, POLICY);
    }

    private Buckets buckets() {
        return store.buckets();
    }
}
