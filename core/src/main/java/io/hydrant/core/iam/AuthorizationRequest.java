package io.hydrant.core.iam;

/// One question to the [Authorizer]: may this principal do this action (`s3:PutObject`) on this
/// resource (an ARN, or `*` for actions without one)? `keys` are the condition keys of the request
/// itself; `resourceAccount` owns the resource.
public record AuthorizationRequest(
        Principal principal,
        String action,
        String resource,
        Circumstances circumstances,
        RequestKeys keys,
        ResourcePolicy resourcePolicy,
        String resourceAccount) {}
