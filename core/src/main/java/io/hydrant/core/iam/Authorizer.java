package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether a principal may do an action on a resource, by the policies that are stored at
/// this moment. A parsed policy is remembered by its text. Safe for use from many threads.
public final class Authorizer implements Authorization {
    private final Iam iam;

    public Authorizer(Iam iam) {
        this.iam = iam;
    }

    @Override
    public Decision decide(AuthorizationRequest request) {
        if (request.principal() instanceof Principal.Root root
                && request.resourcePolicy().document().isEmpty()
                && root.account().equals(request.resourceAccount())) {
            return new Decision.Allowed(); // the common case of a machine of one's own, at no cost
        }
        Optional<Identity> identity = identityOf(request.principal());
        return evaluation(request, identity).decide(request, context(request, identity));
    }

    /// Why a role's trust policy does not let a principal assume it, for the role's owner.
    String whyNotTrusted(AuthorizationRequest question) {
        return TrustRefusal.reason(
                iam.parsed(question.resourcePolicy().document().orElseThrow()),
                question,
                context(question, identityOf(question.principal())));
    }

    private RequestContext context(AuthorizationRequest request, Optional<Identity> identity) {
        return new RequestContext(
                request,
                identity.map(Identity::tags).orElse(List.of()),
                Optional.of(new ResourceFacts(iam, request.resource())));
    }

    /// As it is now; one that was deleted meanwhile has no successor of the same name.
    private Optional<Identity> identityOf(Principal principal) {
        return switch (principal) {
            case Principal.User user ->
                    iam.find(Identity.Kind.USER, user.name())
                            .filter(found -> found.id().equals(user.id()));
            case Principal.RoleSession session ->
                    iam.find(Identity.Kind.ROLE, session.roleName())
                            .filter(role -> role.id().equals(session.roleId()));
            case Principal.Root root -> Optional.empty();
            case Principal.Service service -> Optional.empty();
            case Principal.Anonymous anonymous -> Optional.empty();
        };
    }

    private PolicyEvaluation evaluation(AuthorizationRequest request, Optional<Identity> identity) {
        List<PolicyDocument> session = new ArrayList<>();
        if (request.principal() instanceof Principal.RoleSession assumed) {
            assumed.sessionPolicies().forEach(document -> session.add(iam.parsed(document)));
        }
        return new PolicyEvaluation(
                identity.map(this::policiesOf).orElse(List.of()),
                identity.flatMap(Identity::permissionsBoundary)
                        .map(arn -> iam.parsed(iam.managedDocument(arn))),
                session,
                request.resourcePolicy().document().map(iam::parsed));
    }

    /// Its own, and of a user those of its groups.
    private List<PolicyDocument> policiesOf(Identity identity) {
        List<PolicyDocument> policies = new ArrayList<>();
        addPolicies(identity, policies);
        for (String group : identity.groups()) {
            iam.find(Identity.Kind.GROUP, group).ifPresent(found -> addPolicies(found, policies));
        }
        return policies;
    }

    private void addPolicies(Identity identity, List<PolicyDocument> policies) {
        identity.inlinePolicies().values().forEach(text -> policies.add(iam.parsed(text)));
        identity.attachedPolicyArns()
                .forEach(arn -> policies.add(iam.parsed(iam.managedDocument(arn))));
    }
}
