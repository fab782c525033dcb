package io.hydrant.core.cloudformation.plan;

import io.hydrant.core.cloudformation.plan.Difference.Recreation;
import io.hydrant.core.cloudformation.plan.ResourceChange.Action;
import io.hydrant.core.cloudformation.plan.ResourceChange.Detail;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import io.hydrant.core.cloudformation.template.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells a plan as change sets show it.
public final class ResourceChanges {
    private final TemplateInstance wanted;
    private final Set<String> changedParameters;

    /// `changedParameters` are those whose value is not what it was.
    public ResourceChanges(TemplateInstance wanted, Set<String> changedParameters) {
        this.wanted = wanted;
        this.changedParameters = Set.copyOf(changedParameters);
    }

    public List<ResourceChange> of(Plan plan) {
        return plan.changes().stream().map(this::of).toList();
    }

    private ResourceChange of(Change change) {
        return switch (change) {
            case Change.Add add ->
                    new ResourceChange(
                            Action.ADD,
                            add.logicalId(),
                            Optional.empty(),
                            add.type(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            List.of(),
                            Optional.empty(),
                            Optional.of(context(add.wanted())));
            case Change.Modify modify ->
                    modified(
                            modify.current(),
                            modify.wanted(),
                            modify.differences(),
                            conditional(modify) ? "Conditional" : "False",
                            Optional.empty());
            case Change.Replace replace ->
                    modified(
                            replace.current(),
                            replace.wanted(),
                            replace.differences(),
                            "True",
                            Optional.of(
                                    replace.wanted().updateReplacePolicy().equals("Retain")
                                            ? "ReplaceAndRetain"
                                            : "ReplaceAndDelete"));
            case Change.Remove remove -> removed(remove.current());
        };
    }

    private static boolean conditional(Change.Modify modify) {
        return modify.differences().stream()
                .anyMatch(difference -> difference.recreation() == Recreation.CONDITIONALLY);
    }

    private static ResourceChange removed(StackResource current) {
        return new ResourceChange(
                Action.REMOVE,
                current.logicalId(),
                current.physicalId(),
                current.type(),
                Optional.empty(),
                Optional.of(current.deletionPolicy().equals("Delete") ? "Delete" : "Retain"),
                List.of(),
                List.of(),
                Optional.of(context(current.definition())),
                Optional.empty());
    }

    private ResourceChange modified(
            StackResource current,
            ResolvedResource after,
            List<Difference> differences,
            String replacement,
            Optional<String> policyAction) {
        List<Detail> details = new ArrayList<>();
        differences.forEach(difference -> details.addAll(details(current, after, difference)));
        return new ResourceChange(
                Action.MODIFY,
                after.logicalId(),
                current.physicalId(),
                after.type(),
                Optional.of(replacement),
                policyAction,
                differences.stream()
                        .map(difference -> difference.attribute().text())
                        .distinct()
                        .toList(),
                details,
                Optional.of(context(current.definition())),
                Optional.of(context(after)));
    }

    /// A parameter that changed is told twice: as the cause, and as a change that may come of it.
    private List<Detail> details(
            StackResource current, ResolvedResource after, Difference difference) {
        return switch (difference.attribute()) {
            case TAGS ->
                    List.of(
                            new Target(difference, Optional.empty(), Optional.empty())
                                    .detail("Static", "DirectModification", Optional.empty()));
            case METADATA -> {
                Target target = new Target(difference, Optional.empty(), Optional.empty());
                yield details(target, wanted.parametersOfMetadata(after.logicalId()), Set.of());
            }
            case PROPERTIES -> {
                String name = difference.name();
                boolean known = difference.after().filter(ResourceChanges::isUnknown).isEmpty();
                Target target =
                        new Target(
                                difference,
                                current.shown().optional(name).map(ResourceChanges::text),
                                after.shown().optional(name).map(ResourceChanges::text));
                yield details(
                        target,
                        wanted.parametersOf(after.logicalId(), name),
                        known ? Set.of() : wanted.resourcesOf(after.logicalId(), name));
            }
        };
    }

    private static boolean isUnknown(JsonNode value) {
        return value.toString().contains(Value.KNOWN_AFTER_APPLY);
    }

    /// `unknown` are the resources that the new value waits for.
    private List<Detail> details(Target target, Set<String> parameters, Set<String> unknown) {
        List<Detail> details = new ArrayList<>();
        for (String parameter : parameters) {
            if (changedParameters.contains(parameter)) {
                details.add(target.detail("Static", "ParameterReference", Optional.of(parameter)));
            }
        }
        String evaluation = details.isEmpty() ? "Static" : "Dynamic";
        for (String resource : unknown) {
            details.add(target.detail("Dynamic", "ResourceReference", Optional.of(resource)));
        }
        if (unknown.isEmpty()) {
            details.add(target.detail(evaluation, "DirectModification", Optional.empty()));
        }
        return details;
    }

    /// What changes, with its values as they may be shown.
    private record Target(Difference difference, Optional<String> before, Optional<String> after) {
        Detail detail(String evaluation, String source, Optional<String> cause) {
            return new Detail(
                    difference.attribute().text(),
                    difference.name(),
                    difference.recreation().text(),
                    evaluation,
                    source,
                    cause,
                    before,
                    after);
        }
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String context(ResolvedResource resource) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("Properties", resource.shown());
        if (!resource.metadata().isEmpty()) {
            context.set("Metadata", resource.metadata());
        }
        return context.toString();
    }
}
