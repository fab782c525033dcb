package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Lists groups.
record ListGroups(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "ListGroups";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String prefix = input.pathPrefix();
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOn(caller, "iam:ListGroups", "group" + prefix, RequestKeys.NONE);
        paged.write(
                result,
                "Groups",
                iam.all(Identity.Kind.GROUP).stream()
                        .filter(group -> group.path().startsWith(prefix))
                        .toList(),
                Identity::name,
                (out, group) -> IamXml.naming(out, group, iam.account()));
    }
}
