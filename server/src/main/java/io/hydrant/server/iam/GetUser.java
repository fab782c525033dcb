package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.Optional;

/// Describes a user; the caller itself when no name is given.
record GetUser(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "GetUser";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        Optional<String> given = input.optionalName(Identity.Kind.USER);
        input.check();
        String userName = given.orElseGet(() -> OwnName.of(caller));
        permissions.require(caller, "iam:GetUser", Identity.Kind.USER, userName);
        if (userName.equals(AccessKeys.ROOT)) {
            IamXml.root(result, iam.account());
            return;
        }
        Identity user = iam.get(Identity.Kind.USER, userName);
        result.start("User");
        IamXml.naming(result, user, iam.account());
        IamXml.boundary(result, user);
        IamXml.tagsIfAny(result, user.tags());
        result.end();
    }
}
