package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;

/// Puts a user into a group.
record AddUserToGroup(Groups groups, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "AddUserToGroup";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String groupName = input.name(Identity.Kind.GROUP);
        String userName = input.name(Identity.Kind.USER);
        input.check();
        permissions.require(caller, "iam:AddUserToGroup", Identity.Kind.GROUP, groupName);
        groups.add(groupName, userName);
    }
}
