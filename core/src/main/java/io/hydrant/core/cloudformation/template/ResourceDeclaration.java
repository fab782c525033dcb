package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
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
        Optional<Expression> updateReplacePolicy) {
    public ResourceDeclaration {
        dependsOn = List.copyOf(dependsOn);
    }

    /// All its expressions.
    List<Expression> expressions() {
        List<Expression> expressions =
                new ArrayList<>(List.of(properties, metadata, deletionPolicy));
        updateReplacePolicy.ifPresent(expressions::add);
        return expressions;
    }
}
