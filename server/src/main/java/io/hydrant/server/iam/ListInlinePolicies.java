package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.function.Function;

/// `ListRolePolicies`, `ListUserPolicies` and `ListGroupPolicies`.
record ListInlinePolicies(Identity.Kind kind, Iam iam, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "List" + kind.title() + "Policies";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String name = input.name(kind);
        Paged paged = Paged.of(input);
        input.check();
        permissions.require(caller, "iam:" + name(), kind, name);
        Paged.Page<String> page =
                paged.cut(iam.get(kind, name).inlinePolicies().keySet(), Function.identity());
        result.start("PolicyNames");
        page.items().forEach(policyName -> result.element("member", policyName));
        result.end();
        page.writeEnd(result);
    }
}
