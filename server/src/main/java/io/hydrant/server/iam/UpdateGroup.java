package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Optional;

/// Gives a group another name or path; its users stay in it. It takes the permission for the group
/// as it was and as it will be.
record UpdateGroup(Iam iam, Groups groups, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "UpdateGroup";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String groupName = input.name(Identity.Kind.GROUP);
        Optional<String> newName = input.newName(Identity.Kind.GROUP);
        Optional<String> newPath = input.newPath();
        input.check();
        permissions.require(caller, "iam:UpdateGroup", Identity.Kind.GROUP, groupName);
        permissions.requireOn(
                caller, "iam:UpdateGroup", after(groupName, newName, newPath), RequestKeys.NONE);
        groups.update(groupName, newName, newPath);
    }

    /// What the group will be in its ARN, as far as it is there.
    private String after(String name, Optional<String> newName, Optional<String> newPath) {
        String path =
                newPath.or(() -> iam.find(Identity.Kind.GROUP, name).map(Identity::path))
                        .orElse("/");
        return "group" + path + newName.orElse(name);
    }
}
