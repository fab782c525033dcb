package io.hydrant.core.cloudformation.template;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What a resource's declaration comes to. Scalars in `properties` are strings, whatever they were
/// in the template; `known` says that no property waits for another resource. The policies are
/// `Delete`, `Retain` or `RetainExceptOnCreate`.
public record ResolvedResource(
        String logicalId,
        String type,
        ObjectNode properties,
        boolean known,
        ObjectNode metadata,
        String deletionPolicy,
        String updateReplacePolicy,
        Set<String> dependencies) {
    public ResolvedResource {
        dependencies = Set.copyOf(dependencies);
    }
}
