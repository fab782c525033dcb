package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.Difference.Attribute;
import io.hydrant.core.cloudformation.Difference.Recreation;
import io.hydrant.core.cloudformation.ResourceChange.Action;
import io.hydrant.core.cloudformation.ResourceChange.Detail;
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
final class ResourceChanges {
    private final TemplateInstance wanted;
    private final Set<String> changedParameters;

    /// `changedParameters` are those whose value is not what it was.
    ResourceChanges(TemplateInstance wanted, Set<String> changedParameters) {
        this.wanted = wanted;
        this.changedParameters = Set.copyOf(changedParameters);
    }

    List<ResourceChange> of(Plan plan) {
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
        differences.forEach(difference -> details.addAll(details(after.logicalId(), difference)));
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
    private List<Detail> details(String logicalId, Difference difference) {
        if (difference.attribute() != Attribute.PROPERTIES) {
            return List.of(detail(difference, "Static", "DirectModification", Optional.empty()));
        }
        boolean known =
                difference
                        .after()
                        .filter(value -> value.toString().contains(Value.KNOWN_AFTER_APPLY))
                        .isEmpty();
        Set<String> parameters = wanted.parametersOf(logicalId, difference.name());
        parameters.retainAll(changedParameters);
        List<Detail> details = new ArrayList<>();
        for (String parameter : parameters) {
            details.add(detail(difference, "Static", "ParameterReference", Optional.of(parameter)));
        }
        if (!known) {
            for (String resource : wanted.resourcesOf(logicalId, difference.name())) {
                details.add(
                        detail(difference, "Dynamic", "ResourceReference", Optional.of(resource)));
            }
        } else {
            String evaluation = parameters.isEmpty() ? "Static" : "Dynamic";
            details.add(detail(difference, evaluation, "DirectModification", Optional.empty()));
        }
        return details;
    }

    private static Detail detail(
            Difference difference, String evaluation, String source, Optional<String> cause) {
        return new Detail(
                difference.attribute().text(),
                difference.name(),
                difference.recreation().text(),
                evaluation,
                source,
                cause,
                difference.before().map(ResourceChanges::text),
                difference.after().map(ResourceChanges::text));
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String context(ResolvedResource resource) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("Properties", resource.properties());
        if (!resource.metadata().isEmpty()) {
            context.set("Metadata", resource.metadata());
        }
        return context.toString();
    }
}
