package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;

/// Takes a user out of a group.
record RemoveUserFromGroup(Groups groups, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "RemoveUserFromGroup";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String groupName = input.name(Identity.Kind.GROUP);
        String userName = input.name(Identity.Kind.USER);
        input.check();
        permissions.require(caller, "iam:RemoveUserFromGroup", Identity.Kind.GROUP, groupName);
        groups.remove(groupName, userName);
    }
}
