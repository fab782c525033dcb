package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Whose key it is. When it was used last is not kept, and answered as AWS answers where it has no
/// data.
record GetAccessKeyLastUsed(Iam iam, AccessKeys keys, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "GetAccessKeyLastUsed";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String id = input.accessKeyId();
        input.check();
        String userName = keys.userOf(id).orElseThrow(() -> AccessKeys.noSuchKey(id));
        permissions.require(caller, "iam:GetAccessKeyLastUsed", Identity.Kind.USER, userName);
        result.element("UserName", IamXml.userName(userName))
                .start("AccessKeyLastUsed")
                .element("ServiceName", "N/A")
                .element("Region", "N/A")
                .end();
    }
}
