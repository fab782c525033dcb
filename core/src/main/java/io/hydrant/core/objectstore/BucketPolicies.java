package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Principal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Buckets' policies: what may be stored as one, and how it is kept and shown. Whoever stores a
/// bucket's policy, S3 or a template, does it here.
public final class BucketPolicies {
    private static final System.Logger LOG = System.getLogger(BucketPolicies.class.getName());

    /// In bytes of UTF-8.
    private static final int SIZE_MAX = 20 * 1024;

    private final Buckets buckets;
    private final Iam iam;

    public BucketPolicies(Buckets buckets, Iam iam) {
        this.buckets = buckets;
        this.iam = iam;
    }

    /// @throws ServiceException MalformedPolicy, or AccessDenied for a public policy where these
    ///   are blocked
    public void put(Bucket bucket, String document, Principal caller) throws IOException {
        buckets.putDocument(bucket, BucketDocument.POLICY, allowed(bucket, document, caller));
    }

    /// On behalf of `maker`: over its own, or where there is none. One that somebody else put
    /// stays.
    ///
    /// @return whether it was put
    /// @throws ServiceException MalformedPolicy, or AccessDenied for a public policy where these
    ///   are blocked
    public boolean put(Bucket bucket, String document, Principal caller, String maker)
            throws IOException {
        return buckets.putDocument(
                bucket, BucketDocument.POLICY, allowed(bucket, document, caller), maker);
    }

    /// Whether this is the bucket's policy already.
    ///
    /// @throws ServiceException MalformedPolicy
    public boolean isStored(Bucket bucket, String document) {
        return buckets.document(bucket, BucketDocument.POLICY)
                .equals(Optional.of(stored(bucket, document)));
    }

    private String allowed(Bucket bucket, String document, Principal caller) {
        String stored = stored(bucket, document);
        if (block(bucket).blockPublicPolicy() && iam.isPublic(stored)) {
            throw S3Error.ACCESS_DENIED.because(
                    "User: %s is not authorized to perform: s3:PutBucketPolicy on resource: \"%s\""
                            + " because public policies are blocked by the BlockPublicPolicy block"
                            + " public access setting.",
                    caller.arn(), bucket.arn());
        }
        return stored;
    }

    private String stored(Bucket bucket, String document) {
        if (document.getBytes(StandardCharsets.UTF_8).length > SIZE_MAX) {
            throw S3Error.MALFORMED_POLICY.because(
                    "Policy exceeds the maximum allowed document size.");
        }
        return iam.bucketPolicy(document, bucket.name());
    }

    /// Whether the bucket's policy is public; empty when it has none.
    public Optional<Boolean> isPublic(Bucket bucket) {
        return buckets.document(bucket, BucketDocument.POLICY).map(iam::isPublic);
    }

    /// The policy that counts for a caller. A public one lets in nobody but services and the
    /// bucket's own account where public buckets are restricted.
    public Optional<String> bearingOn(Principal caller, Bucket bucket) {
        Optional<String> policy = buckets.document(bucket, BucketDocument.POLICY);
        boolean stranger =
                !(caller instanceof Principal.Service) && !caller.account().equals(iam.account());
        return policy.filter(
                kept -> !(stranger && block(bucket).restrictPublicBuckets() && iam.isPublic(kept)));
    }

    private PublicAccessBlock block(Bucket bucket) {
        return PublicAccessBlock.kept(buckets.document(bucket, BucketDocument.PUBLIC_ACCESS_BLOCK));
    }

    /// The policy as its author wrote it.
    public Optional<String> shown(Bucket bucket) {
        return buckets.document(bucket, BucketDocument.POLICY).map(iam::shownBucketPolicy);
    }

    /// Gives the policies from before principals were identities their unique ids. To be called
    /// once, before anyone can ask for anything; it finds nothing to do the next time. A document
    /// that is no policy stays as it is.
    public void adopt() throws IOException {
        for (Bucket bucket : buckets.all()) {
            Optional<String> policy = buckets.document(bucket, BucketDocument.POLICY);
            if (policy.isPresent()) {
                adopt(bucket, policy.get());
            }
        }
    }

    private void adopt(Bucket bucket, String policy) throws IOException {
        try {
            String adopted = iam.adoptedBucketPolicy(policy);
            if (!adopted.equals(policy)) {
                buckets.putDocument(bucket, BucketDocument.POLICY, adopted);
            }
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "The policy of the bucket {0} cannot be read; put another one: {1}",
                    bucket.name(),
                    e.getMessage());
        }
    }
}
