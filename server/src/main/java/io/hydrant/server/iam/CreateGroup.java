package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;

/// Makes a group without users or any permission.
record CreateGroup(Iam iam, Groups groups, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "CreateGroup";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String groupName = input.name(Identity.Kind.GROUP);
        String path = input.path();
        input.check();
        permissions.requireOn(
                caller, "iam:CreateGroup", "group" + path + groupName, RequestKeys.NONE);
        Identity group = groups.create(groupName, path);
        result.start("Group");
        IamXml.naming(result, group, iam.account());
        result.end();
    }
}
