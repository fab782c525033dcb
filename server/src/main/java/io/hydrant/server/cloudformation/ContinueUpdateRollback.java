package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.Optional;

/// Takes a failed roll-back of an update up again, leaving out the resources that the caller names.
final class ContinueUpdateRollback extends CloudFormationOperation {
    ContinueUpdateRollback(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        Optional<String> token = request.token();
        request.check();
        authorize(request, actor, Optional.of(name));
        cloudFormation
                .operations()
                .continueRollback(
                        name, request.list("ResourcesToSkip"), actor, role(request), token);
    }
}
