package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks whether a caller may do an S3 action, the bucket's policy included.
final class S3Access {
    private static final List<String> CONTEXT_PARAMETERS =
            List.of("prefix", "delimiter", "max-keys");
    private static final List<String> CONTEXT_HEADERS =
            List.of(
                    "x-amz-acl",
                    "x-amz-server-side-encryption",
                    "x-amz-copy-source",
                    "x-amz-metadata-directive");

    private final S3Store store;
    private final Authorizer authorizer;

    S3Access(S3Store store, Authorizer authorizer) {
        this.store = store;
        this.authorizer = authorizer;
    }

    /// On the account: ListAllMyBuckets.
    void requireOnAccount(S3Request request, String action) {
        require(request, action, "*", Optional.empty());
    }

    /// On a bucket that need not exist yet.
    void requireOnName(S3Request request, String action) {
        require(request, action, "arn:aws:s3:::" + request.bucketName(), policyOf(request));
    }

    /// The bucket, when the caller may do this on it. One that does not exist is found out only by
    /// those who might know.
    Bucket requireOnBucket(S3Request request, String action) {
        if (store.buckets().find(request.bucketName()).isEmpty()
                && request.caller().principal() instanceof Principal.Anonymous) {
            throw S3Error.NO_SUCH_BUCKET.refusal().with("BucketName", request.bucketName());
        }
        Bucket bucket = request.bucket(store.buckets());
        require(request, action, bucket.arn(), policyOf(bucket));
        return bucket;
    }

    /// The bucket of the object that the request names, when the caller may do this on the object.
    Bucket requireOnObject(S3Request request, String action) {
        Bucket bucket = request.bucket(store.buckets());
        requireOnKey(request, action, bucket, request.key());
        return bucket;
    }

    void requireOnKey(S3Request request, String action, Bucket bucket, String key) {
        require(request, action, bucket.arn() + "/" + key, policyOf(bucket));
    }

    /// Why a caller may not, in AWS's words; empty when it may.
    Optional<String> denial(S3Request request, String action, Bucket bucket, String key) {
        AuthorizationRequest question =
                question(request, action, bucket.arn() + "/" + key, policyOf(bucket));
        Decision decision = authorizer.decide(question);
        return decision.allowed() ? Optional.empty() : Optional.of(explain(question, decision));
    }

    /// Strangers are told nothing.
    private static String explain(AuthorizationRequest question, Decision decision) {
        return question.principal() instanceof Principal.Anonymous
                ? "Access Denied"
                : decision.explain(question, true);
    }

    /// What a missing key says: only those who may list learn that it is missing.
    ServiceException missing(S3Request request, Bucket bucket, ServiceException notFound) {
        AuthorizationRequest question =
                question(request, "s3:ListBucket", bucket.arn(), policyOf(bucket));
        return authorizer.decide(question).allowed() ? notFound : S3Error.ACCESS_DENIED.refusal();
    }

    private void require(
            S3Request request, String action, String resource, Optional<String> policy) {
        AuthorizationRequest question = question(request, action, resource, policy);
        Decision decision = authorizer.decide(question);
        if (!decision.allowed()) {
            throw S3Error.ACCESS_DENIED.because("%s", explain(question, decision));
        }
    }

    private AuthorizationRequest question(
            S3Request request, String action, String resource, Optional<String> policy) {
        return new AuthorizationRequest(
                request.caller().principal(),
                action,
                resource,
                policy.isEmpty() && request.caller().principal() instanceof Principal.Root
                        ? Map.of()
                        : context(request),
                policy,
                store.account());
    }

    private static Map<String, List<String>> context(S3Request request) {
        Map<String, List<String>> context = new HashMap<>(request.caller().context());
        for (String name : CONTEXT_PARAMETERS) {
            request.parameter(name).ifPresent(value -> context.put("s3:" + name, List.of(value)));
        }
        for (String name : CONTEXT_HEADERS) {
            request.header(name).ifPresent(value -> context.put("s3:" + name, List.of(value)));
        }
        request.parameter("versionId")
                .ifPresent(value -> context.put("s3:VersionId", List.of(value)));
        return context;
    }

    private Optional<String> policyOf(S3Request request) {
        return store.buckets().find(request.bucketName()).flatMap(this::policyOf);
    }

    private Optional<String> policyOf(Bucket bucket) {
        return store.buckets().document(bucket, BucketDocument.POLICY);
    }
}
