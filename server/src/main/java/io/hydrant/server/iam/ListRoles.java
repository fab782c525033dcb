package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Lists roles, without their tags as AWS does.
record ListRoles(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "ListRoles";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String prefix = input.pathPrefix();
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOn(caller, "iam:ListRoles", "role" + prefix, RequestKeys.NONE);
        paged.write(
                result,
                "Roles",
                iam.all(Identity.Kind.ROLE).stream()
                        .filter(role -> role.path().startsWith(prefix))
                        .toList(),
                Identity::name,
                this::writeRole);
    }

    private void writeRole(XmlWriter result, Identity role) {
        IamXml.role(result, role, iam);
        result.element("MaxSessionDuration", role.roleSettings().maxSessionSeconds());
    }
}
