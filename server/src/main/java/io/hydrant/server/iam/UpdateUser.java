package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.UserRename;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.util.Optional;

/// Gives a user another name or path. It takes the permission for the user as it was and as it will
/// be.
record UpdateUser(UserRename rename, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "UpdateUser";
    }

    @Override
    public boolean hasResult() {
        return false;
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String userName = input.name(Identity.Kind.USER);
        Optional<String> newName = input.newName(Identity.Kind.USER);
        Optional<String> newPath = input.newPath();
        input.check();
        permissions.require(caller, "iam:UpdateUser", Identity.Kind.USER, userName);
        permissions.requireOn(
                caller,
                "iam:UpdateUser",
                rename.resource(userName, newName, newPath),
                RequestKeys.NONE);
        rename.carryOut(userName, newName, newPath);
    }
}
