package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.objectstore.KeysOfOwnCalls;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Asks for each action of a resource whether the caller of the stack operation may do it himself,
/// so that CloudFormation is no way around permissions. The calls are CloudFormation's own: over
/// TLS, in the server's region, at the time they are made.
public final class Authority {
    private static final String SERVICE = "cloudformation.amazonaws.com";

    private final Authorization authorizer;
    private final String account;
    private final String region;
    private final InstantSource clock;

    public Authority(Authorization authorizer, String account, String region, InstantSource clock) {
        this.authorizer = authorizer;
        this.account = account;
        this.region = region;
        this.clock = clock;
    }

    /// @throws ResourceFailure when the actor may not
    void require(Actor actor, String action, String resource) throws ResourceFailure {
        require(actor, action, resource, RequestKeys.NONE, ResourcePolicy.NONE);
    }

    /// With condition keys of this action, and the policy of the resource itself.
    void require(
            Actor actor,
            String action,
            String resource,
            RequestKeys keys,
            ResourcePolicy resourcePolicy)
            throws ResourceFailure {
        Optional<String> denial =
                authorizer.denial(question(actor, action, resource, keys, resourcePolicy));
        if (denial.isPresent()) {
            throw new ResourceFailure(HandlerErrorCode.ACCESS_DENIED, denial.get());
        }
    }

    /// Why the actor may not, with condition keys of this action; empty when it may.
    public Optional<String> denial(Actor actor, String action, String resource, RequestKeys keys) {
        return authorizer.denial(question(actor, action, resource, keys, ResourcePolicy.NONE));
    }

    /// Of something that policies may name by several ARNs.
    void require(Actor actor, String action, List<String> resources, RequestKeys keys)
            throws ResourceFailure {
        Optional<String> denial =
                authorizer.denial(
                        resources.stream()
                                .map(resource ->
                                        question(
                                                actor, action, resource, keys, ResourcePolicy.NONE))
                                .toList());
        if (denial.isPresent()) {
            throw new ResourceFailure(HandlerErrorCode.ACCESS_DENIED, denial.get());
        }
    }

    /// Whether a call that CloudFormation makes for the actor is allowed.
    public boolean allows(
            Actor actor, String action, String resource, ResourcePolicy resourcePolicy) {
        return authorizer.allows(
                question(actor, action, resource, RequestKeys.NONE, resourcePolicy));
    }

    /// The actor as KMS sees it, by way of CloudFormation.
    KmsCaller kmsCaller(Actor actor) {
        return KmsCaller.of(
                actor.principal(), actor.circumstances().via(SERVICE, clock.instant(), region));
    }

    private AuthorizationRequest question(
            Actor actor,
            String action,
            String resource,
            RequestKeys keys,
            ResourcePolicy resourcePolicy) {
        return new AuthorizationRequest(
                actor.principal(),
                action,
                resource,
                actor.circumstances().via(SERVICE, clock.instant(), region),
                keys.and(KeysOfOwnCalls.of(account)),
                resourcePolicy,
                owner(resource));
    }

    /// A role may be another account's; what has no account in its ARN is this one's.
    private String owner(String resource) {
        String[] parts = resource.split(":", 6);
        boolean named = parts.length == 6 && parts[2].equals("iam") && !parts[4].isEmpty();
        return named ? parts[4] : account;
    }
}
