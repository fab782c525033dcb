package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// `GetRolePolicy`, `GetUserPolicy` and `GetGroupPolicy`.
record GetInlinePolicy(Identity.Kind kind, Iam iam, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "Get" + kind.title() + "Policy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String name = input.name(kind);
        String policyName = input.policyName();
        input.check();
        permissions.require(caller, "iam:" + name(), kind, name);
        String document = iam.inlinePolicy(kind, name, policyName);
        result.element(kind.title() + "Name", iam.get(kind, name).name())
                .element("PolicyName", policyName);
        IamXml.document(result, "PolicyDocument", document);
    }
}
