package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.util.Optional;

/// Changes a role's description alone; the older form of UpdateRole.
record UpdateRoleDescription(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "UpdateRoleDescription";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String roleName = input.name(Identity.Kind.ROLE);
        Optional<String> description = input.description();
        input.check();
        permissions.require(caller, "iam:UpdateRoleDescription", Identity.Kind.ROLE, roleName);
        iam.updateRole(roleName, description, Optional.empty());
        GetRole.write(result, iam.get(Identity.Kind.ROLE, roleName), iam);
    }
}
