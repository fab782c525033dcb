package io.hydrant.core.cloudformation.plan;

import io.hydrant.core.cloudformation.plan.Difference.Attribute;
import io.hydrant.core.cloudformation.plan.Difference.Recreation;
import io.hydrant.core.cloudformation.resource.ResourceType;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Resolution;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import io.hydrant.core.cloudformation.template.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares what a template wants with what a stack has. Pure.
public final class Planner {
    private final ResourceTypes types;

    public Planner(ResourceTypes types) {
        this.types = types;
    }

    /// The whole of it, as far as it can be told before the first change is made: what hangs on a
    /// resource that is still to be made is unknown.
    ///
    /// @throws io.hydrant.aws.ServiceException when the template cannot be resolved, or changes the
    ///   type of a resource
    public Plan plan(
            TemplateInstance wanted, Map<String, StackResource> current, boolean tagsChanged) {
        checkTypes(wanted, current);
        PlannedValues planned = new PlannedValues(current, types);
        Resolution resolution = wanted.resolving(planned);
        List<Change> changes = new ArrayList<>();
        for (List<String> round : wanted.graph().rounds()) {
            for (String logicalId : round) {
                ResolvedResource resolved = resolution.resource(logicalId);
                Optional<StackResource> existing = existing(current, logicalId);
                Optional<Change> change = change(existing, resolved, tagsChanged);
                change.ifPresent(changes::add);
                planned.expect(resolved, change);
            }
        }
        resolution.outputs();
        removed(wanted, current).forEach(resource -> changes.add(new Change.Remove(resource)));
        return new Plan(changes);
    }

    /// Refuses early what cannot work, as far as it can be told before the first change is made.
    ///
    /// @throws io.hydrant.aws.ServiceException as [#plan]
    public void refuseUnlessPossible(TemplateInstance wanted, Map<String, StackResource> current) {
        plan(wanted, current, false);
    }

    /// What would be known of the resources after a plan without changes.
    PlannedValues unchanged(TemplateInstance wanted, Map<String, StackResource> current) {
        PlannedValues planned = new PlannedValues(current, types);
        wanted.resources()
                .values()
                .forEach(resource -> planned.stays(resource.logicalId(), resource.type()));
        return planned;
    }

    /// What is there: a resource that could not be created counts as absent.
    public static Optional<StackResource> existing(
            Map<String, StackResource> current, String logicalId) {
        return Optional.ofNullable(current.get(logicalId))
                .filter(resource -> !resource.status().gone())
                .filter(resource -> resource.status() != ResourceStatus.CREATE_FAILED);
    }

    /// The resources that the template no longer has.
    public static List<StackResource> removed(
            TemplateInstance wanted, Map<String, StackResource> current) {
        return current.values().stream()
                .filter(resource -> !wanted.resources().containsKey(resource.logicalId()))
                .filter(resource -> !resource.status().gone())
                .toList();
    }

    private static void checkTypes(TemplateInstance wanted, Map<String, StackResource> current) {
        List<String> changed =
                wanted.resources().values().stream()
                        .filter(resource ->
                                existing(current, resource.logicalId())
                                        .filter(was -> !was.type().equals(resource.type()))
                                        .isPresent())
                        .map(resource -> resource.logicalId())
                        .toList();
        if (!changed.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Update of resource type is not permitted. The new template modifies resource"
                            + " type of the following resources: [%s]",
                    String.join(", ", changed));
        }
    }

    /// What has to be done to one resource; empty when it is as it should be.
    public Optional<Change> change(
            Optional<StackResource> current, ResolvedResource wanted, boolean tagsChanged) {
        if (current.isEmpty()) {
            return Optional.of(new Change.Add(wanted));
        }
        ResourceType type = types.type(wanted.type());
        StackResource existing = current.get();
        List<Difference> differences = differences(type, existing, wanted, tagsChanged);
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        boolean replace =
                differences.stream()
                        .anyMatch(difference -> difference.recreation() == Recreation.ALWAYS);
        return Optional.of(
                replace
                        ? new Change.Replace(existing, wanted, differences)
                        : new Change.Modify(existing, wanted, differences));
    }

    private static List<Difference> differences(
            ResourceType type,
            StackResource current,
            ResolvedResource wanted,
            boolean tagsChanged) {
        List<Difference> differences = new ArrayList<>();
        if (!current.metadata().equals(wanted.metadata())) {
            differences.add(inPlace(Attribute.METADATA));
        }
        Set<String> names = new LinkedHashSet<>(current.properties().propertyNames());
        current.unsettled().forEach(given -> names.addAll(given.propertyNames()));
        names.addAll(wanted.properties().propertyNames());
        for (String name : names) {
            Optional<JsonNode> before = member(current.properties(), name);
            Optional<JsonNode> after = member(wanted.properties(), name);
            boolean same =
                    current.given().stream().allMatch(given -> member(given, name).equals(after));
            if (!same) {
                differences.add(
                        new Difference(
                                Attribute.PROPERTIES,
                                name,
                                before,
                                after,
                                recreation(type, name, after)));
            }
        }
        if (tagsChanged && type.description().isTaggable()) {
            differences.add(inPlace(Attribute.TAGS));
        }
        return differences;
    }

    private static Difference inPlace(Attribute attribute) {
        return new Difference(attribute, "", Optional.empty(), Optional.empty(), Recreation.NEVER);
    }

    private static Optional<JsonNode> member(ObjectNode properties, String name) {
        return properties.optional(name);
    }

    private static Recreation recreation(ResourceType type, String name, Optional<JsonNode> after) {
        if (!type.description().createOnly().contains(name)) {
            return Recreation.NEVER;
        }
        boolean unknown =
                after.filter(value -> value.toString().contains(Value.KNOWN_AFTER_APPLY))
                        .isPresent();
        return unknown ? Recreation.CONDITIONALLY : Recreation.ALWAYS;
    }
}
