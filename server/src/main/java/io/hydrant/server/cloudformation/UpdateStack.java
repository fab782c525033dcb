package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.StackRequest;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.Optional;

/// Begins to update a stack; answers when that is durable, before anything is changed.
final class UpdateStack extends CloudFormationOperation {
    UpdateStack(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return StackMembers.weight(request);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        StackRequest stack = StackMembers.read(request);
        authorize(request, actor, Optional.of(stack.stackName()));
        begun(result, cloudFormation.operations().update(stack, actor));
    }
}
