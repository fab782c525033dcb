package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.Optional;

/// Deletes a change set; one that is not there is deleted already.
final class DeleteChangeSet extends CloudFormationOperation {
    DeleteChangeSet(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.changeSetName();
        request.check();
        Optional<String> stackName = request.text("StackName");
        Optional<String> owner =
                cloudFormation.changeSets().find(name, stackName).map(ChangeSet::stackId);
        authorize(request, actor, owner.or(() -> stackName));
        cloudFormation.changeSets().delete(name, stackName);
    }
}
