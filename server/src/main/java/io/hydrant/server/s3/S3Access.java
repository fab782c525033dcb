package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketPolicies;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import java.util.Optional;

/// Asks whether a caller may do an S3 action, the bucket's policy included.
final class S3Access {
    private final S3Store store;
    private final BucketPolicies policies;
    private final Authorizer authorizer;

    S3Access(S3Store store, BucketPolicies policies, Authorizer authorizer) {
        this.store = store;
        this.policies = policies;
        this.authorizer = authorizer;
    }

    /// On the account: ListAllMyBuckets.
    void requireOnAccount(S3Request request, String action) {
        require(
                question(
                        request, action, Decision.ALL_BUCKETS, Optional.empty(), Optional.empty()));
    }

    /// On a bucket that need not exist yet, with condition keys beside those that every request
    /// has.
    void requireOnName(S3Request request, String action, RequestKeys more) {
        Optional<Bucket> bucket = store.buckets().find(request.bucketName());
        String arn = "arn:aws:s3:::" + request.bucketName();
        require(with(more, question(request, action, arn, bucket, Optional.empty())));
    }

    /// The bucket, when the caller may do this on it. One that does not exist is found out only by
    /// those who might know.
    Bucket requireOnBucket(S3Request request, String action) {
        if (store.buckets().find(request.bucketName()).isEmpty()
                && request.caller().principal() instanceof Principal.Anonymous) {
            throw S3Error.NO_SUCH_BUCKET.refusal().with("BucketName", request.bucketName());
        }
        Bucket bucket = request.bucket(store.buckets());
        require(question(request, action, bucket));
        return bucket;
    }

    /// The bucket of the object that the request names, when the caller may do this on the object.
    Bucket requireOnObject(S3Request request, String action) {
        return requireOnObject(request, action, RequestKeys.NONE);
    }

    /// As above, with condition keys beside those that every request has.
    Bucket requireOnObject(S3Request request, String action, RequestKeys more) {
        Bucket bucket = request.bucket(store.buckets());
        require(request, action, target(request, bucket), more);
        return bucket;
    }

    /// The bucket that the request puts an object into, when the caller may put it there as the
    /// request has it: to tag it and to set its ACL takes permissions of their own. `more` are
    /// condition keys beside those that every request has.
    Bucket requirePut(S3Request request, RequestKeys more) {
        Bucket bucket = requireOnObject(request, "s3:PutObject", more);
        if (request.header("x-amz-tagging").filter(tags -> !tags.isEmpty()).isPresent()) {
            requireOnObject(request, "s3:PutObjectTagging", more);
        }
        if (request.header("x-amz-acl").isPresent() || Acl.hasGrants(request)) {
            requireOnObject(request, "s3:PutObjectAcl", more);
        }
        return bucket;
    }

    void require(S3Request request, String action, S3Target target, RequestKeys more) {
        require(with(more, question(request, action, target)));
    }

    S3Target target(Bucket bucket, String key, Optional<String> versionId) {
        return new S3Target(store, bucket, key, versionId);
    }

    private S3Target target(S3Request request, Bucket bucket) {
        return target(bucket, request.key(), request.versionId());
    }

    /// Whether the caller may do this also on the object that the request names.
    boolean allows(S3Request request, String action, Bucket bucket) {
        return authorizer.allows(question(request, action, target(request, bucket)));
    }

    /// Why a caller may not, in AWS's words; empty when it may.
    Optional<String> denial(S3Request request, String action, S3Target target, RequestKeys more) {
        return denial(with(more, question(request, action, target)));
    }

    /// Strangers are told nothing.
    private Optional<String> denial(AuthorizationRequest question) {
        return authorizer
                .denial(question)
                .map(why ->
                        question.principal() instanceof Principal.Anonymous
                                ? "Access Denied"
                                : why);
    }

    /// What a missing key says: only those who may list learn that it is missing.
    ServiceException missing(S3Request request, Bucket bucket, ServiceException notFound) {
        return authorizer.allows(question(request, "s3:ListBucket", bucket))
                ? notFound
                : S3Error.ACCESS_DENIED.refusal();
    }

    private void require(AuthorizationRequest question) {
        Optional<String> denial = denial(question);
        if (denial.isPresent()) {
            throw S3Error.ACCESS_DENIED.because("%s", denial.get());
        }
    }

    private AuthorizationRequest question(S3Request request, String action, Bucket bucket) {
        return question(request, action, bucket.arn(), Optional.of(bucket), Optional.empty());
    }

    private AuthorizationRequest question(S3Request request, String action, S3Target target) {
        return question(
                request, action, target.arn(), Optional.of(target.bucket()), Optional.of(target));
    }

    private AuthorizationRequest question(
            S3Request request,
            String action,
            String resource,
            Optional<Bucket> bucket,
            Optional<S3Target> target) {
        return new AuthorizationRequest(
                request.caller().principal(),
                action,
                resource,
                request.caller().circumstances(),
                new S3Keys(request, store.account(), target),
                ResourcePolicy.ofBucket(
                        bucket.flatMap(
                                known -> policies.bearingOn(request.caller().principal(), known))),
                store.account());
    }

    private static AuthorizationRequest with(RequestKeys more, AuthorizationRequest question) {
        return new AuthorizationRequest(
                question.principal(),
                question.action(),
                question.resource(),
                question.circumstances(),
                more.and(question.keys()),
                question.resourcePolicy(),
                question.resourceAccount());
    }
}
