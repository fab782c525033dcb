package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `DetachRolePolicy`, `DetachUserPolicy` and `DetachGroupPolicy`.
record DetachPolicy(Identity.Kind kind, Iam iam, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "Detach" + kind.title() + "Policy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String name = input.name(kind);
        String policyArn = input.policyArn();
        input.check();
        permissions.require(
                caller,
                "iam:" + name(),
                kind,
                name,
                RequestKeys.of(Map.of("iam:PolicyARN", List.of(policyArn))));
        iam.detach(kind, name, policyArn);
    }
}
