package io.hydrant.core.iam;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Decides a request against every policy that bears on it. Pure: all policies are given.
///
/// A Deny anywhere wins. Else something must allow it: the principal's own policies or the
/// resource's within one account, both across accounts and, for those who are named through their
/// account, where the resource's policy decides; a permissions boundary and session policies narrow
/// what the principal's own policies allow. Nothing said is a refusal.
record PolicyEvaluation(
        List<PolicyDocument> identity,
        Optional<PolicyDocument> boundary,
        List<PolicyDocument> session,
        Optional<PolicyDocument> resource) {
    static final String IDENTITY_BASED = "identity-based policy";
    static final String RESOURCE_BASED = "resource-based policy";
    static final String BOUNDARY = "permissions boundary";
    static final String SESSION = "session policy";

    private static final Set<String> BUCKET_POLICY_ACTIONS =
            Set.of("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy");

    PolicyEvaluation {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
    }

    Decision decide(AuthorizationRequest request, ConditionContext context) {
        Optional<Decision> denied = denied(request, context);
        if (denied.isPresent()) {
            return denied.get();
        }
        PrincipalSelection.Match byResource =
                resource.map(policy -> allowedByResource(policy, request, context))
                        .orElse(PrincipalSelection.Match.NONE);
        if (request.principal() instanceof Principal.Root root
                && root.account().equals(request.resourceAccount())
                && !request.resourcePolicy().bindsRoot()) {
            return new Decision.Allowed();
        }
        if (request.principal() instanceof Principal.Service
                || request.principal() instanceof Principal.Anonymous) {
            return byResource.compareTo(PrincipalSelection.Match.BROAD) >= 0
                    ? new Decision.Allowed()
                    : new Decision.DeniedByDefault(RESOURCE_BASED);
        }
        Decision own = allowedByOwn(request, context);
        if (!request.principal().account().equals(request.resourceAccount())) {
            return byResource == PrincipalSelection.Match.NONE
                    ? new Decision.DeniedByDefault(RESOURCE_BASED)
                    : own;
        }
        return switch (byResource) {
            case DIRECT -> new Decision.Allowed();
            case BROAD -> narrowed(request, context);
            case ACCOUNT -> own;
            case NONE ->
                    request.resourcePolicy().decides()
                            ? new Decision.DeniedByDefault(RESOURCE_BASED)
                            : own;
        };
    }

    private Optional<Decision> denied(AuthorizationRequest request, ConditionContext context) {
        if (anyDenies(identity, request, context)) {
            return Optional.of(new Decision.DeniedBy(IDENTITY_BASED));
        }
        if (anyDenies(boundary.stream().toList(), request, context)) {
            return Optional.of(new Decision.DeniedBy(BOUNDARY));
        }
        if (anyDenies(session, request, context)) {
            return Optional.of(new Decision.DeniedBy(SESSION));
        }
        if (isExempt(request)) {
            return Optional.empty();
        }
        boolean byResource =
                resource.stream()
                        .flatMap(policy -> matching(policy, false, request, context))
                        .anyMatch(statement ->
                                named(statement, request) != PrincipalSelection.Match.NONE);
        return byResource ? Optional.of(new Decision.DeniedBy(RESOURCE_BASED)) : Optional.empty();
    }

    /// A bucket whose policy denies everybody everything can still be set free by its owner's root.
    private static boolean isExempt(AuthorizationRequest request) {
        return request.principal() instanceof Principal.Root root
                && root.account().equals(request.resourceAccount())
                && BUCKET_POLICY_ACTIONS.contains(request.action());
    }

    private Decision allowedByOwn(AuthorizationRequest request, ConditionContext context) {
        if (!anyAllows(identity, request, context)) {
            return new Decision.DeniedByDefault(IDENTITY_BASED);
        }
        return narrowed(request, context);
    }

    /// What is granted, as boundary and session policies leave it.
    private Decision narrowed(AuthorizationRequest request, ConditionContext context) {
        if (!allows(boundary.stream().toList(), request, context)) {
            return new Decision.DeniedByDefault(BOUNDARY);
        }
        if (!allows(session, request, context)) {
            return new Decision.DeniedByDefault(SESSION);
        }
        return new Decision.Allowed();
    }

    /// True also when there is no such policy: then it narrows nothing.
    private static boolean allows(
            List<PolicyDocument> policies, AuthorizationRequest request, ConditionContext context) {
        return policies.isEmpty() || anyAllows(policies, request, context);
    }

    private static PrincipalSelection.Match allowedByResource(
            PolicyDocument policy, AuthorizationRequest request, ConditionContext context) {
        return matching(policy, true, request, context)
                .map(statement -> named(statement, request))
                .max(PrincipalSelection.Match::compareTo)
                .orElse(PrincipalSelection.Match.NONE);
    }

    private static PrincipalSelection.Match named(
            Statement statement, AuthorizationRequest request) {
        return statement
                .principals()
                .map(principals -> principals.match(request.principal()))
                .orElse(PrincipalSelection.Match.NONE);
    }

    private static boolean anyAllows(
            List<PolicyDocument> policies, AuthorizationRequest request, ConditionContext context) {
        return policies.stream()
                .anyMatch(policy -> matching(policy, true, request, context).findAny().isPresent());
    }

    private static boolean anyDenies(
            List<PolicyDocument> policies, AuthorizationRequest request, ConditionContext context) {
        return policies.stream()
                .anyMatch(
                        policy -> matching(policy, false, request, context).findAny().isPresent());
    }

    /// The statements of a policy with this effect that bear on a request: those that decide it
    /// when it comes to this policy and this effect.
    static List<Statement> bearing(
            PolicyDocument policy,
            boolean allow,
            AuthorizationRequest request,
            ConditionContext context) {
        return matching(policy, allow, request, context)
                .filter(statement ->
                        statement.principals().isEmpty()
                                || named(statement, request) != PrincipalSelection.Match.NONE)
                .toList();
    }

    private static Stream<Statement> matching(
            PolicyDocument policy,
            boolean allow,
            AuthorizationRequest request,
            ConditionContext context) {
        return policy.statements().stream()
                .filter(statement -> statement.allow() == allow)
                .filter(statement -> statement.covers(request, context, policy.variables()));
    }
}
