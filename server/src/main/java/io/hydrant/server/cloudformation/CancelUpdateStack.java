package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.Optional;

/// Asks an update to roll back where it next can; answers before it has.
final class CancelUpdateStack extends CloudFormationOperation {
    CancelUpdateStack(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    public boolean hasResult() {
        return false;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        request.check();
        authorize(request, actor, Optional.of(name));
        cloudFormation.operations().cancelUpdate(name);
    }
}
