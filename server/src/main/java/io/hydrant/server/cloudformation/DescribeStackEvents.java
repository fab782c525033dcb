package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.Stack;
import io.hydrant.core.cloudformation.StackEvent;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Newest first; NextToken is the number of the last event that was shown.
final class DescribeStackEvents extends Operation {
    private static final int PAGE_SIZE = 100;

    DescribeStackEvents(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        request.check();
        authorize(request, actor, Optional.of(name));
        Stack stack = cloudFormation.stacks().get(name, "Stack [%s] does not exist");
        List<StackEvent> events =
                cloudFormation.stacks().events(stack, before(request), PAGE_SIZE + 1);
        boolean more = events.size() > PAGE_SIZE;
        List<StackEvent> shown = more ? events.subList(0, PAGE_SIZE) : events;
        Lists.structures(result, "StackEvents", shown, event -> write(result, event));
        if (more) {
            result.element("NextToken", shown.getLast().number());
        }
    }

    private static long before(Request request) {
        Optional<String> token = request.text("NextToken");
        if (token.filter(text -> !text.matches("\\d{1,18}")).isPresent()) {
            throw CloudFormationError.VALIDATION.because("NextToken is not valid");
        }
        return token.map(Long::parseLong).orElse(Long.MAX_VALUE);
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
