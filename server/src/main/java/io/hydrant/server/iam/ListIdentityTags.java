package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Tag;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// `ListRoleTags` and `ListUserTags`.
record ListIdentityTags(Identity.Kind kind, Iam iam, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "List" + kind.title() + "Tags";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String name = input.name(kind);
        Paged paged = Paged.of(input);
        input.check();
        permissions.require(caller, "iam:" + name(), kind, name);
        paged.write(result, "Tags", iam.get(kind, name).tags(), Tag::key, IamXml::tag);
    }
}
