package io.hydrant.core.cloudformation.plan;

import io.hydrant.core.cloudformation.plan.Difference.Recreation;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import io.hydrant.core.cloudformation.template.Scope;
import io.hydrant.core.cloudformation.template.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of a stack's resources while a plan is made: those that stay, by the ids that they
/// have; those that will be made, as unknown.
final class PlannedValues implements Scope.ResourceValues {
    private final Map<String, StackResource> current;
    private final ResourceTypes types;
    private final Map<String, String> expectedTypes = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();

    PlannedValues(Map<String, StackResource> current, ResourceTypes types) {
        this.current = current;
        this.types = types;
    }

    void expect(ResolvedResource wanted, Optional<Change> change) {
        expectedTypes.put(wanted.logicalId(), wanted.type());
        boolean another = change.filter(PlannedValues::makesAnother).isPresent();
        if (another) {
            unknown.add(wanted.logicalId());
        }
    }

    void stays(String logicalId, String type) {
        expectedTypes.put(logicalId, type);
    }

    private static boolean makesAnother(Change change) {
        return switch (change) {
            case Change.Add add -> true;
            case Change.Replace replace -> true;
            case Change.Modify modify ->
                    modify.differences().stream()
                            .anyMatch(difference ->
                                    difference.recreation() == Recreation.CONDITIONALLY);
            case Change.Remove remove -> false;
        };
    }

    @Override
    public Optional<Value> physicalId(String logicalId) {
        if (unknown.contains(logicalId)) {
            return Optional.of(new Value.Unknown());
        }
        return Optional.ofNullable(current.get(logicalId)).flatMap(StackResource::reference);
    }

    @Override
    public Optional<Value> attribute(String logicalId, String name) {
        String type = expectedTypes.get(logicalId);
        if (type == null || !types.type(type).description().attributes().contains(name)) {
            return Optional.empty();
        }
        if (unknown.contains(logicalId)) {
            return Optional.of(new Value.Unknown());
        }
        return Optional.ofNullable(current.get(logicalId))
                .map(resource -> resource.attributes().get(name))
                .map(Value.Text::of);
    }
}
