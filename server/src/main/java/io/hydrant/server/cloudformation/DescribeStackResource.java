package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.Weight;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.util.Optional;

/// Shows one resource of a stack with its metadata, unless it is deleted.
final class DescribeStackResource extends CloudFormationOperation {
    DescribeStackResource(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        String logicalId = request.required("LogicalResourceId");
        request.check();
        authorize(request, actor, Optional.of(name));
        Stack stack = cloudFormation.stacks().describe(name, "Stack '%s' does not exist");
        StackResource resource =
                cloudFormation
                        .stacks()
                        .resource(stack, logicalId)
                        .filter(found -> found.status() != ResourceStatus.DELETE_COMPLETE)
                        .orElseThrow(() ->
                                CloudFormationError.VALIDATION.because(
                                        "Resource %s does not exist for stack %s",
                                        logicalId, name));
        result.start("StackResourceDetail")
                .element("StackName", stack.name())
                .element("StackId", stack.id());
        ResourceXml.common(result, resource);
        result.element("LastUpdatedTimestamp", resource.changed())
                .element("Metadata", resource.metadata().toString());
        ResourceXml.drift(result);
        result.end();
    }
}
