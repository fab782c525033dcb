package io.hydrant.core.cloudformation.template;

import java.util.List;
import java.util.Optional;

/// A resource as the template declares it.
public record ResourceDeclaration(
        String logicalId,
        String type,
        Expression properties,
        Expression metadata,
        List<String> dependsOn,
        Optional<String> condition,
        Expression deletionPolicy,
        Expression updateReplacePolicy) {
    public ResourceDeclaration {
        dependsOn = List.copyOf(dependsOn);
    }

    /// All its expressions.
    List<Expression> expressions() {
        return List.of(properties, metadata, deletionPolicy, updateReplacePolicy);
    }
}
