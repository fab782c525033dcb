package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether a principal may do an action on a resource, by the policies that are stored at
/// this moment. A parsed policy is remembered by its text. Safe for use from many threads.
public final class Authorizer {
    private final Iam iam;

    public Authorizer(Iam iam) {
        this.iam = iam;
    }

    public Decision decide(AuthorizationRequest request) {
        if (request.principal() instanceof Principal.Root root
                && request.resourcePolicy().isEmpty()
                && root.account().equals(request.resourceAccount())) {
            return new Decision.Allowed(); // the common case of a machine of one's own, at no cost
        }
        return evaluationFor(request).decide(request);
    }

    private PolicyEvaluation evaluationFor(AuthorizationRequest request) {
        Optional<Identity> identity =
                switch (request.principal()) {
                    case Principal.User user -> iam.find(Identity.Kind.USER, user.name());
                    case Principal.RoleSession session ->
                            iam.find(Identity.Kind.ROLE, session.roleName())
                                    .filter(role -> role.id().equals(session.roleId()));
                    case Principal.Root root -> Optional.empty();
                    case Principal.Service service -> Optional.empty();
                    case Principal.Anonymous anonymous -> Optional.empty();
                };
        List<PolicyDocument> session = new ArrayList<>();
        if (request.principal() instanceof Principal.RoleSession assumed) {
            assumed.sessionPolicies().forEach(document -> session.add(iam.parsed(document)));
        }
        return new PolicyEvaluation(
                identity.map(this::policiesOf).orElse(List.of()),
                identity.flatMap(Identity::permissionsBoundary)
                        .map(arn -> iam.parsed(iam.managedDocument(arn))),
                session,
                request.resourcePolicy().map(iam::parsed));
    }

    private List<PolicyDocument> policiesOf(Identity identity) {
        List<PolicyDocument> policies = new ArrayList<>();
        identity.inlinePolicies().values().forEach(text -> policies.add(iam.parsed(text)));
        identity.attachedPolicyArns()
                .forEach(arn -> policies.add(iam.parsed(iam.managedDocument(arn))));
        return policies;
    }
}
