package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// `ListUsers`, `ListRoles` and `ListGroups`, without tags as AWS does.
record ListIdentities(Identity.Kind kind, Iam iam, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "List" + kind.title() + "s";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String prefix = input.pathPrefix();
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOn(caller, "iam:" + name(), kind.word() + prefix, RequestKeys.NONE);
        paged.write(
                result,
                kind.title() + "s",
                iam.all(kind).stream()
                        .filter(identity -> identity.path().startsWith(prefix))
                        .toList(),
                Identity::name,
                this::write);
    }

    private void write(XmlWriter result, Identity identity) {
        switch (kind) {
            case ROLE -> {
                IamXml.role(result, identity, iam);
                result.element("MaxSessionDuration", identity.roleSettings().maxSessionSeconds());
            }
            case USER, GROUP -> IamXml.naming(result, identity, iam.account());
        }
    }
}
