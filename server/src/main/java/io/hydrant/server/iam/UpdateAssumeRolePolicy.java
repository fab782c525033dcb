package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;

/// Changes who may assume a role.
record UpdateAssumeRolePolicy(Iam iam, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "UpdateAssumeRolePolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String roleName = input.name(Identity.Kind.ROLE);
        String document = input.document("PolicyDocument");
        input.check();
        permissions.require(caller, "iam:UpdateAssumeRolePolicy", Identity.Kind.ROLE, roleName);
        iam.updateTrustPolicy(roleName, document);
    }
}
