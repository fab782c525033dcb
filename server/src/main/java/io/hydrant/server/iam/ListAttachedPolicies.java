package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.List;

/// `ListAttachedRolePolicies`, `ListAttachedUserPolicies` and `ListAttachedGroupPolicies`.
record ListAttachedPolicies(Identity.Kind kind, Iam iam, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "ListAttached" + kind.title() + "Policies";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String name = input.name(kind);
        String prefix = input.pathPrefix();
        Paged paged = Paged.of(input);
        input.check();
        permissions.require(caller, "iam:" + name(), kind, name);
        List<ManagedPolicy> attached =
                iam.get(kind, name).attachedPolicyArns().stream()
                        .map(iam.managedPolicies()::get)
                        .filter(policy -> policy.path().startsWith(prefix))
                        .toList();
        paged.write(
                result,
                "AttachedPolicies",
                attached,
                ManagedPolicy::name,
                ListAttachedPolicies::writePolicy);
    }

    private static void writePolicy(XmlWriter result, ManagedPolicy policy) {
        result.element("PolicyName", policy.name()).element("PolicyArn", policy.arn());
    }
}
