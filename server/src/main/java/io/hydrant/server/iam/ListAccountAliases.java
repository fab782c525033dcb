package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// The account has no alias: there is no page to sign in to.
record ListAccountAliases(IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "ListAccountAliases";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);
        Paged.of(input);
        input.check();
        permissions.requireOn(caller, "iam:ListAccountAliases", "*", RequestKeys.NONE);
        result.start("AccountAliases").end().element("IsTruncated", false);
    }
}
