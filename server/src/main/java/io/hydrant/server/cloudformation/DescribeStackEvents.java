package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackEvent;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.util.Optional;

/// Newest first.
final class DescribeStackEvents extends CloudFormationOperation {
    DescribeStackEvents(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        request.checkNextToken();
        request.check();
        authorize(request, actor, Optional.of(name));
        Stack stack = cloudFormation.stacks().describe(name, "Stack [%s] does not exist");
        NextToken token = nextToken(stack.id());
        Page<StackEvent> page = cloudFormation.stacks().events(stack, token.position(request));
        Lists.structures(result, "StackEvents", page.items(), event -> write(result, event));
        token.write(result, page);
    }

    private static void write(XmlWriter xml, StackEvent event) {
        xml.element("StackId", event.stackId())
                .element("EventId", event.eventId())
                .element("StackName", event.stackName())
                .element("LogicalResourceId", event.logicalId())
                .element("PhysicalResourceId", event.physicalId())
                .element("ResourceType", event.type())
                .element("Timestamp", event.time())
                .element("ResourceStatus", event.status())
                .element("ResourceStatusReason", event.reason())
                .element("ResourceProperties", event.properties())
                .element("ClientRequestToken", event.token());
    }
}
