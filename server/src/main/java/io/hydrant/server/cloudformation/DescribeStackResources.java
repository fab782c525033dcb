package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.Weight;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Shows the resources of a stack, which may be found by the physical id of one; a hundred at most.
final class DescribeStackResources extends CloudFormationOperation {
    private static final int RESOURCES_MAX = 100;

    DescribeStackResources(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        Optional<String> physicalId = request.text("PhysicalResourceId");
        Optional<String> name = request.text("StackName");
        if (physicalId.isPresent() && name.isPresent()) {
            throw CloudFormationError.VALIDATION.because(
                    "Cannot specify both StackName and PhysicalResourceId");
        }
        String stackName = physicalId.isPresent() ? owner(physicalId.get()) : request.stackName();
        request.check();
        authorize(request, actor, Optional.of(stackName));
        Stack stack =
                cloudFormation.stacks().describe(stackName, "Stack with id %s does not exist");
        Optional<String> logicalId = request.text("LogicalResourceId");
        List<StackResource> resources =
                cloudFormation.stacks().resourceSummaries(stack).stream()
                        .filter(resource ->
                                logicalId.isEmpty() || logicalId.get().equals(resource.logicalId()))
                        .limit(RESOURCES_MAX)
                        .toList();
        Lists.structures(
                result,
                "StackResources",
                resources,
                resource -> {
                    result.element("StackName", stack.name()).element("StackId", stack.id());
                    ResourceXml.common(result, resource);
                    result.element("Timestamp", resource.changed());
                    ResourceXml.drift(result);
                });
    }

    private String owner(String physicalId) throws IOException {
        return cloudFormation
                .stacks()
                .owner(physicalId)
                .orElseThrow(() ->
                        CloudFormationError.VALIDATION.because(
                                "Stack for %s does not exist", physicalId));
    }
}
