package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Lists the groups that a user is in.
record ListGroupsForUser(Iam iam, Groups groups, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "ListGroupsForUser";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String userName = input.name(Identity.Kind.USER);
        Paged paged = Paged.of(input);
        input.check();
        permissions.require(caller, "iam:ListGroupsForUser", Identity.Kind.USER, userName);
        paged.write(
                result,
                "Groups",
                groups.of(userName),
                Identity::name,
                (out, group) -> IamXml.naming(out, group, iam.account()));
    }
}
