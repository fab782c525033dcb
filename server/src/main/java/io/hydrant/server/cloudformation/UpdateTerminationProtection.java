package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.Optional;

/// Switches a stack's protection against deletion, once the operation at work on it has ended.
final class UpdateTerminationProtection extends CloudFormationOperation {
    UpdateTerminationProtection(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        request.required("EnableTerminationProtection");
        request.check();
        authorize(request, actor, Optional.of(name));
        boolean on = request.truth("EnableTerminationProtection");
        result.element("StackId", cloudFormation.operations().protect(name, on));
    }
}
