package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.UserKey;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.Optional;

/// Lists a user's keys without their secrets.
record ListAccessKeys(Iam iam, AccessKeys keys, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "ListAccessKeys";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        Optional<String> given = input.optionalName(Identity.Kind.USER);
        Paged paged = Paged.of(input);
        input.check();
        String userName = given.orElseGet(() -> OwnName.of(caller));
        permissions.require(caller, "iam:ListAccessKeys", Identity.Kind.USER, userName);
        String known = OwnName.known(iam, userName);
        result.element("UserName", IamXml.userName(known));
        paged.write(
                result, "AccessKeyMetadata", keys.of(known), UserKey::id, ListAccessKeys::writeKey);
    }

    private static void writeKey(XmlWriter result, UserKey key) {
        IamXml.accessKey(result, key);
        result.element("CreateDate", IamXml.time(key.created()));
    }
}
