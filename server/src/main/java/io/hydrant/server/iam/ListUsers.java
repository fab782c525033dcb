package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Lists users, without their tags as AWS does.
record ListUsers(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "ListUsers";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String prefix = input.pathPrefix();
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOn(caller, "iam:ListUsers", "user" + prefix, RequestKeys.NONE);
        paged.write(
                result,
                "Users",
                iam.all(Identity.Kind.USER).stream()
                        .filter(user -> user.path().startsWith(prefix))
                        .toList(),
                Identity::name,
                (out, user) -> IamXml.naming(out, user, iam.account()));
    }
}
