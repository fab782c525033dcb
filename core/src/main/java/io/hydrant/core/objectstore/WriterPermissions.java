package io.hydrant.core.objectstore;

import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The question whether an object's writer may put it, by the policies that Hydrant keeps itself.
/// Safe for use from many threads.
public final class WriterPermissions {
    private static final String ACL = "bucket-owner-full-control";

    private final Authorizer authorizer;
    private final String region;
    private final String account;
    private final InstantSource clock;

    /// @param account whose the bucket is
    public WriterPermissions(
            Authorizer authorizer, String region, String account, InstantSource clock) {
        this.authorizer = authorizer;
        this.region = region;
        this.account = account;
        this.clock = clock;
    }

    /// @param policy of the bucket
    /// @throws ObjectSinkException with the reason, when the writer may not
    public void require(Draft draft, ResourcePolicy policy) throws ObjectSinkException {
        AuthorizationRequest request =
                question(
                        draft,
                        policy,
                        "s3:PutObject",
                        key ->
                                switch (key.toLowerCase(Locale.ROOT)) {
                                    case "s3:if-none-match" -> List.of("*");
                                    case "s3:x-amz-acl" -> acl(draft, policy);
                                    case "s3:x-amz-server-side-encryption" ->
                                            draft.kmsKeyArn().map(_ -> "aws:kms").stream().toList();
                                    case "s3:x-amz-server-side-encryption-aws-kms-key-id" ->
                                            draft.kmsKeyArn().stream().toList();
                                    default -> List.of();
                                });
        Optional<String> denial = authorizer.denial(request);
        if (denial.isPresent()) {
            throw new ObjectSinkException("S3.AccessDenied", denial.get());
        }
    }

    /// Those of a delivery now.
    Circumstances circumstances() {
        return Circumstances.ofService(clock.instant(), region);
    }

    /// A role that may set ACLs gives the bucket's owner full control, which is what the owner has
    /// here anyhow: many buckets of other accounts want to be told so.
    private List<String> acl(Draft draft, ResourcePolicy policy) {
        RequestKeys own = RequestKeys.of(Map.of("s3:x-amz-acl", List.of(ACL)));
        return authorizer.allows(question(draft, policy, "s3:PutObjectAcl", own))
                ? List.of(ACL)
                : List.of();
    }

    private AuthorizationRequest question(
            Draft draft, ResourcePolicy policy, String action, RequestKeys keys) {
        return new AuthorizationRequest(
                draft.writer(),
                action,
                "arn:aws:s3:::" + draft.bucket() + "/" + draft.key(),
                circumstances(),
                keys.and(KeysOfOwnCalls.of(account)),
                policy,
                account);
    }
}
