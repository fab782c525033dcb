package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Describes a role whole.
record GetRole(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "GetRole";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String roleName = input.name(Identity.Kind.ROLE);
        input.check();
        permissions.require(caller, "iam:GetRole", Identity.Kind.ROLE, roleName);
        write(result, iam.get(Identity.Kind.ROLE, roleName), iam);
    }

    static void write(XmlWriter result, Identity role, Iam iam) {
        result.start("Role");
        IamXml.role(result, role, iam);
        result.element("MaxSessionDuration", role.roleSettings().maxSessionSeconds());
        IamXml.boundary(result, role);
        IamXml.tagsIfAny(result, role.tags());
        result.empty("RoleLastUsed").end();
    }
}
