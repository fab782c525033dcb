package io.hydrant.server.http.protocol;

import io.hydrant.aws.sigv4.Signing;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.util.Optional;

/// Who called, under which circumstances, and how the request was signed (`signing` is empty when
/// it was not, or nobody looked). `region` is the one the client signed for.
public record Caller(
        Principal principal,
        String accessKeyId,
        String region,
        String requestId,
        Circumstances circumstances,
        Optional<Signing> signing) {

    /// The question whether the caller may do this, on something that has no policy of its own.
    ///
    /// @param account that owns the resource
    public AuthorizationRequest asks(
            String action, String resource, RequestKeys keys, String account) {
        return new AuthorizationRequest(
                principal, action, resource, circumstances, keys, ResourcePolicy.NONE, account);
    }
}
