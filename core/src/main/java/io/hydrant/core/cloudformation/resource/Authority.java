package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Asks for each action of a resource whether the caller of the stack operation may do it himself,
/// so that CloudFormation is no way around permissions.
public final class Authority {
    private static final String CALLED_VIA = "cloudformation.amazonaws.com";

    private final Function<AuthorizationRequest, Decision> authorizer;
    private final String account;

    public Authority(Function<AuthorizationRequest, Decision> authorizer, String account) {
        this.authorizer = authorizer;
        this.account = account;
    }

    /// @throws ResourceFailure when the actor may not
    void require(Actor actor, String action, String resource) throws ResourceFailure {
        require(actor, action, resource, Map.of(), Optional.empty());
    }

    /// With condition keys of this action, and the policy of the resource itself.
    void require(
            Actor actor,
            String action,
            String resource,
            Map<String, List<String>> keys,
            Optional<String> resourcePolicy)
            throws ResourceFailure {
        Map<String, List<String>> context = new HashMap<>(actor.context());
        context.putAll(keys);
        context.put("aws:CalledVia", List.of(CALLED_VIA));
        AuthorizationRequest question =
                new AuthorizationRequest(
                        actor.principal(), action, resource, context, resourcePolicy, account);
        Decision decision = authorizer.apply(question);
        if (!decision.allowed()) {
            throw new ResourceFailure(
                    HandlerErrorCode.ACCESS_DENIED,
                    decision.explain(question, action.startsWith("s3:")));
        }
    }
}
