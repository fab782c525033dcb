package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackId;
import io.hydrant.core.cloudformation.stack.Stacks;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may ask CloudFormation for what. (What it does then is asked for by
/// [io.hydrant.core.cloudformation.resource.Authority].)
public final class Gate {
    private static final String SERVICE = "cloudformation.amazonaws.com";

    private final Authorizer authorizer;
    private final ServiceRole role;
    private final Stacks stacks;
    private final String region;
    private final String account;

    Gate(Authorizer authorizer, ServiceRole role, Stacks stacks, String region, String account) {
        this.authorizer = authorizer;
        this.role = role;
        this.stacks = stacks;
        this.region = region;
        this.account = account;
    }

    /// Checks that the actor may do a CloudFormation action to a stack, named or by its id; to none
    /// when it is empty.
    ///
    /// @throws io.hydrant.aws.ServiceException AccessDenied
    public void authorize(Actor actor, String action, Optional<String> stack, RequestKeys keys)
            throws IOException {
        Optional<Stack> known =
                stack.isPresent() ? stacks.findDescribed(stack.get()) : Optional.empty();
        String resource =
                stack.isPresent()
                        ? known.map(Stack::id).orElseGet(() -> unknown(stack.get()))
                        : "*";
        require(
                question(
                        actor,
                        "cloudformation:" + action,
                        resource,
                        keys.and(RequestKeys.ofTags("aws:ResourceTag/", tags(known)))));
    }

    /// Whoever names a role for CloudFormation must be allowed to pass it on, and the role must let
    /// CloudFormation assume it.
    ///
    /// @throws io.hydrant.aws.ServiceException AccessDenied, or ValidationError for a role that is
    ///   not there or trusts others
    public void passRole(Actor actor, String roleArn, String stack) throws IOException {
        String associated =
                stacks.findDescribed(stack).map(Stack::id).orElseGet(() -> unknown(stack));
        require(
                question(
                        actor,
                        "iam:PassRole",
                        roleArn,
                        RequestKeys.of(
                                Map.of(
                                        "iam:PassedToService", List.of(SERVICE),
                                        "iam:AssociatedResourceArn", List.of(associated)))));
        role.session(roleArn, associated);
    }

    private void require(AuthorizationRequest question) {
        authorizer.require(question, CloudFormationError.ACCESS_DENIED);
    }

    private AuthorizationRequest question(
            Actor actor, String action, String resource, RequestKeys keys) {
        return new AuthorizationRequest(
                actor.principal(),
                action,
                resource,
                actor.circumstances(),
                keys,
                ResourcePolicy.NONE,
                account);
    }

    /// A stack that is not there has a name, but no UUID.
    private String unknown(String nameOrId) {
        return StackId.isId(nameOrId)
                ? nameOrId
                : "arn:aws:cloudformation:" + region + ":" + account + ":stack/" + nameOrId + "/*";
    }

    private static Map<String, String> tags(Optional<Stack> stack) {
        Map<String, String> tags = new LinkedHashMap<>();
        stack.ifPresent(
                known -> known.settings().tags().forEach(tag -> tags.put(tag.key(), tag.value())));
        return tags;
    }
}
