package io.hydrant.core.cloudformation.resource;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A resource as it is to be: its properties, typed as its schema says, and the stack that it is
/// part of.
public record DesiredResource(
        Actor actor,
        String stackId,
        String stackName,
        String logicalId,
        List<StackTag> stackTags,
        ObjectNode properties) {
    public DesiredResource {
        stackTags = List.copyOf(stackTags);
    }
}
