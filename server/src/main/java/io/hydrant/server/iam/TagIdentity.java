package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Tag;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;

/// `TagRole` and `TagUser`.
record TagIdentity(Identity.Kind kind, Iam iam, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "Tag" + kind.title();
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String name = input.name(kind);
        List<Tag> tags = input.tags();
        input.check();
        permissions.require(caller, "iam:" + name(), kind, name, IamAccess.ofRequest(tags));
        iam.tag(kind, name, tags);
    }
}
