package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.util.Optional;

/// The resources of a stack, page by page.
final class ListStackResources extends CloudFormationOperation {
    ListStackResources(CloudFormation cloudFormation) {
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
        Stack stack = cloudFormation.stacks().describe(name, "Stack with id %s does not exist");
        NextToken token = nextToken(stack.id());
        Page<StackResource> page =
                Page.of(
                        cloudFormation.stacks().resourceSummaries(stack),
                        token.position(request),
                        resource -> resource.reason().map(String::length).orElse(0));
        Lists.structures(
                result,
                "StackResourceSummaries",
                page.items(),
                resource -> {
                    ResourceXml.common(result, resource);
                    result.element("LastUpdatedTimestamp", resource.changed());
                    ResourceXml.drift(result);
                });
        token.write(result, page);
    }
}
