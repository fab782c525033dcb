package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.UserKey;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.util.Optional;

/// Makes a key for a user; its secret is shown this once.
record CreateAccessKey(Iam iam, AccessKeys keys, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "CreateAccessKey";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        Optional<String> given = input.optionalName(Identity.Kind.USER);
        input.check();
        String userName = given.orElseGet(() -> OwnName.of(caller));
        permissions.require(caller, "iam:CreateAccessKey", Identity.Kind.USER, userName);
        UserKey key = keys.create(OwnName.known(iam, userName));
        result.start("AccessKey");
        IamXml.accessKey(result, key);
        result.element("SecretAccessKey", key.secret())
                .element("CreateDate", IamXml.time(key.created()))
                .end();
    }
}
