package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;

/// `DeleteRole`, `DeleteUser` and `DeleteGroup`: refused while it has policies, keys or users.
record DeleteIdentity(Identity.Kind kind, Iam iam, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "Delete" + kind.title();
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String name = input.name(kind);
        input.check();
        permissions.require(caller, "iam:" + name(), kind, name);
        iam.delete(kind, name);
    }
}
