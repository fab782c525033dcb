package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.StackSettings;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.Optional;

final class DescribeChangeSet extends Operation {
    DescribeChangeSet(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.changeSetName();
        request.check();
        ChangeSet changeSet = cloudFormation.changeSets().get(name, request.text("StackName"));
        authorize(request, actor, Optional.of(changeSet.stackId()));
        boolean values = request.truth("IncludePropertyValues");
        ChangeSetXml.identity(result, changeSet);
        StackSettings settings = changeSet.settings();
        StackXml.parameters(result, settings.shownParameters());
        Lists.texts(result, "NotificationARNs", settings.notificationArns());
        result.empty("RollbackConfiguration");
        Lists.texts(result, "Capabilities", settings.capabilities());
        if (!settings.tags().isEmpty()) {
            StackXml.tags(result, settings.tags());
        }
        Lists.structures(
                result,
                "Changes",
                changeSet.changes(),
                change -> ChangeSetXml.change(result, change, values));
        result.element("IncludeNestedStacks", false);
    }
}
