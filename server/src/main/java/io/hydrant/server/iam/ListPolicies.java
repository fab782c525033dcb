package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lists managed policies: this account's, AWS's own, or both.
record ListPolicies(ManagedPolicies policies, IamAccess permissions) implements QueryOperation {
    /// As the model spells them.
    enum Scope {
        All,
        AWS,
        Local
    }

    /// As the model spells them.
    enum Usage {
        PermissionsPolicy,
        PermissionsBoundary
    }

    @Override
    public String name() {
        return "ListPolicies";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        Scope scope = input.members().oneOf("Scope", Scope.class).orElse(Scope.All);
        boolean onlyAttached = input.members().truth("OnlyAttached", false);
        Optional<Usage> usage = input.members().oneOf("PolicyUsageFilter", Usage.class);
        String prefix = input.pathPrefix();
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOn(caller, "iam:ListPolicies", "policy" + prefix, RequestKeys.NONE);
        List<ManagedPolicy> listed =
                listed(scope)
                        .filter(policy -> policy.path().startsWith(prefix))
                        .filter(policy ->
                                !onlyAttached || !policies.attachedTo(policy.arn()).isEmpty())
                        .filter(policy -> isUsed(policy, usage))
                        .toList();
        paged.write(result, "Policies", listed, ManagedPolicy::name, this::writePolicy);
    }

    private Stream<ManagedPolicy> listed(Scope scope) {
        return switch (scope) {
            case All -> Stream.concat(policies.all().stream(), ManagedPolicies.ofAws().stream());
            case AWS -> ManagedPolicies.ofAws().stream();
            case Local -> policies.all().stream();
        };
    }

    private boolean isUsed(ManagedPolicy policy, Optional<Usage> usage) {
        if (usage.isEmpty()) {
            return true;
        }
        return switch (usage.get()) {
            case PermissionsPolicy -> !policies.attachedTo(policy.arn()).isEmpty();
            case PermissionsBoundary -> policies.boundaryCount(policy.arn()) > 0;
        };
    }

    private void writePolicy(XmlWriter result, ManagedPolicy policy) {
        IamXml.policy(
                result,
                policy,
                policies.attachedTo(policy.arn()).size(),
                policies.boundaryCount(policy.arn()));
    }
}
