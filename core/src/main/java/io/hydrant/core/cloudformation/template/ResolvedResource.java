package io.hydrant.core.cloudformation.template;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What a resource's declaration comes to. Scalars in `properties` are strings, whatever they were
/// in the template; what waits for another resource is [Value#KNOWN_AFTER_APPLY]. The policies are
/// `Delete`, `Retain` or `RetainExceptOnCreate`.
///
/// @param masked the properties as they may be shown, when NoEcho parameters are in them
public record ResolvedResource(
        String logicalId,
        String type,
        ObjectNode properties,
        ObjectNode metadata,
        String deletionPolicy,
        String updateReplacePolicy,
        Set<String> dependencies,
        Optional<ObjectNode> masked) {
    public ResolvedResource {
        dependencies = Set.copyOf(dependencies);
    }

    /// The same under other policies.
    public ResolvedResource under(String onDeletion, String onReplacement) {
        return new ResolvedResource(
                logicalId,
                type,
                properties,
                metadata,
                onDeletion,
                onReplacement,
                dependencies,
                masked);
    }

    /// The properties as events and change sets show them.
    public ObjectNode shown() {
        return masked.orElse(properties);
    }
}
