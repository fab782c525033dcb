package io.hydrant.core.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One question to the [Authorizer]: may this principal do this action (`s3:PutObject`) on this
/// resource (an ARN, or `*` for actions without one)? `context` holds condition keys and their
/// values; `resourcePolicy` is the JSON of the resource's own policy, such as a bucket policy;
/// `resourceAccount` owns the resource.
public record AuthorizationRequest(
        Principal principal,
        String action,
        String resource,
        Map<String, List<String>> context,
        Optional<String> resourcePolicy,
        String resourceAccount) {
    public AuthorizationRequest {
        context = Map.copyOf(context);
    }
}
