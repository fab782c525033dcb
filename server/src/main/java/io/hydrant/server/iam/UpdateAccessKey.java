package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Optional;

/// Switches a key on or off.
record UpdateAccessKey(Iam iam, AccessKeys keys, IamAccess permissions) implements Command {
    /// As the model spells them.
    enum Status {
        Active,
        Inactive
    }

    @Override
    public String name() {
        return "UpdateAccessKey";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        Optional<String> given = input.optionalName(Identity.Kind.USER);
        String id = input.accessKeyId();
        Optional<Status> status = input.members().requiredOneOf("Status", Status.class);
        input.check();
        String userName = given.orElseGet(() -> OwnName.of(caller));
        permissions.require(caller, "iam:UpdateAccessKey", Identity.Kind.USER, userName);
        keys.setActive(OwnName.known(iam, userName), id, status.equals(Optional.of(Status.Active)));
    }
}
