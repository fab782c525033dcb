package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.util.Optional;

/// Begins to create or update a stack with the settings of a change set.
final class ExecuteChangeSet extends CloudFormationOperation {
    ExecuteChangeSet(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.ofAnyTemplate();
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.changeSetName();
        Optional<String> token = request.token();
        request.check();
        Optional<String> stackName = request.text("StackName");
        ChangeSet changeSet = cloudFormation.changeSets().get(name, stackName);
        authorize(request, actor, Optional.of(changeSet.stackId()));
        cloudFormation
                .changeSets()
                .execute(changeSet.id(), stackName, request.truth("DisableRollback"), actor, token);
    }
}
