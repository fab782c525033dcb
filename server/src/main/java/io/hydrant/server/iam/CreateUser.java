package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.util.Optional;

/// Makes a user without any permission or key.
record CreateUser(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "CreateUser";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        Iam.NewIdentity draft =
                new Iam.NewIdentity(
                        Identity.Kind.USER,
                        input.name(Identity.Kind.USER),
                        input.path(),
                        input.boundary(),
                        input.tags(),
                        Optional.empty());
        input.check();
        NewEntity.require(permissions, caller, name(), draft);
        Identity user = iam.create(draft);
        result.start("User");
        IamXml.naming(result, user, iam.account());
        IamXml.boundary(result, user);
        IamXml.tagsIfAny(result, user.tags());
        result.end();
    }
}
