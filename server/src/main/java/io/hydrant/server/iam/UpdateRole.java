package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.util.Optional;

/// Changes a role's description and how long its sessions may last.
record UpdateRole(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "UpdateRole";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String roleName = input.name(Identity.Kind.ROLE);
        Optional<String> description = input.description();
        Optional<Integer> maxSessionSeconds = input.maxSessionSeconds();
        input.check();
        permissions.require(caller, "iam:UpdateRole", Identity.Kind.ROLE, roleName);
        iam.updateRole(roleName, description, maxSessionSeconds);
    }
}
