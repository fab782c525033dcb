package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Describes a group and lists its users.
record GetGroup(Iam iam, Groups groups, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "GetGroup";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String groupName = input.name(Identity.Kind.GROUP);
        Paged paged = Paged.of(input);
        input.check();
        permissions.require(caller, "iam:GetGroup", Identity.Kind.GROUP, groupName);
        result.start("Group");
        IamXml.naming(result, iam.get(Identity.Kind.GROUP, groupName), iam.account());
        result.end();
        paged.write(
                result,
                "Users",
                groups.users(groupName),
                Identity::name,
                (out, user) -> IamXml.naming(out, user, iam.account()));
    }
}
