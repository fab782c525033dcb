package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.util.Optional;

/// Makes a role that its trust policy says who may assume.
record CreateRole(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "CreateRole";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        Iam.NewIdentity draft = draft(input);
        input.check();
        NewEntity.require(permissions, caller, name(), draft);
        Identity role = iam.create(draft);
        result.start("Role");
        IamXml.role(result, role, iam);
        IamXml.boundary(result, role);
        IamXml.tagsIfAny(result, role.tags());
        result.end();
    }

    private static Iam.NewIdentity draft(IamInput input) {
        return new Iam.NewIdentity(
                Identity.Kind.ROLE,
                input.name(Identity.Kind.ROLE),
                input.path(),
                input.boundary(),
                input.tags(),
                Optional.of(
                        new Identity.RoleSettings(
                                input.document("AssumeRolePolicyDocument"),
                                input.description(),
                                input.maxSessionSeconds()
                                        .orElse(Identity.SESSION_SECONDS_DEFAULT))));
    }
}
