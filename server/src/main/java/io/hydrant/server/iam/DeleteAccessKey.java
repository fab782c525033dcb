package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Optional;

/// Ends a key: nothing that is signed with it is accepted any more.
record DeleteAccessKey(Iam iam, AccessKeys keys, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "DeleteAccessKey";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        Optional<String> given = input.optionalName(Identity.Kind.USER);
        String id = input.accessKeyId();
        input.check();
        String userName = given.orElseGet(() -> OwnName.of(caller));
        permissions.require(caller, "iam:DeleteAccessKey", Identity.Kind.USER, userName);
        keys.delete(OwnName.known(iam, userName), id);
    }
}
