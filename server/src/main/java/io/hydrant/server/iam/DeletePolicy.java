package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;

/// Removes a managed policy that is attached to nothing.
record DeletePolicy(ManagedPolicies policies, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "DeletePolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        input.check();
        permissions.requireOnPolicy(caller, "iam:DeletePolicy", arn);
        policies.delete(arn);
    }
}
