package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.util.Optional;

/// Begins to delete a stack; one that is not there is deleted already.
final class DeleteStack extends CloudFormationOperation {
    DeleteStack(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    public boolean hasResult() {
        return false;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        Optional<String> token = request.token();
        request.check();
        if (request.text("DeletionMode").filter(mode -> !mode.equals("STANDARD")).isPresent()) {
            throw CloudFormationError.VALIDATION.because(
                    "Hydrant does not support the DeletionMode %s.",
                    request.text("DeletionMode").orElse(""));
        }
        authorize(request, actor, Optional.of(name));
        cloudFormation
                .deletions()
                .begin(name, request.list("RetainResources"), actor, role(request), token);
    }
}
