package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// The versions of a managed policy, the newest first.
record ListPolicyVersions(ManagedPolicies policies, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "ListPolicyVersions";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOnPolicy(caller, "iam:ListPolicyVersions", arn);
        ManagedPolicy policy = policies.get(arn);
        paged.write(
                result,
                "Versions",
                policy.versions(),
                ListPolicyVersions::newestFirst,
                (out, version) -> IamXml.version(out, policy, version));
    }

    /// Sorts backwards by number.
    private static String newestFirst(ManagedPolicy.Version version) {
        return Integer.toString(Integer.MAX_VALUE - Integer.parseInt(version.id().substring(1)));
    }
}
