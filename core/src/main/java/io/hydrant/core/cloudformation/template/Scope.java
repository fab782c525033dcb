package io.hydrant.core.cloudformation.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the names in an expression stand for: `values` are parameters and pseudo parameters,
/// `conditions` are decided. What comes of it is paid for from `budget`.
public record Scope(
        Map<String, Value> values,
        Mappings mappings,
        Map<String, Boolean> conditions,
        ResourceValues resources,
        Imports imports,
        TextBudget budget) {
    public Scope {
        values = Map.copyOf(values);
        conditions = Map.copyOf(conditions);
    }

    /// With nothing known of the resources.
    static Scope of(
            Map<String, Value> values,
            Mappings mappings,
            Map<String, Boolean> conditions,
            Imports imports) {
        return new Scope(
                values, mappings, conditions, ResourceValues.NONE, imports, new TextBudget());
    }

    /// With a budget of its own.
    Scope with(ResourceValues known, Imports imported) {
        return new Scope(values, mappings, conditions, known, imported, new TextBudget());
    }

    /// With a budget of its own, and `****` in the place of some values: texts and the elements of
    /// lists.
    Scope masking(Set<String> names) {
        Map<String, Value> masked = new HashMap<>(values);
        masked.replaceAll((name, value) -> names.contains(name) ? masked(value) : value);
        return new Scope(masked, mappings, conditions, resources, imports, new TextBudget());
    }

    private static Value masked(Value value) {
        return value instanceof Value.Items list
                ? new Value.Items(list.items().stream().map(Scope::masked).toList())
                : Value.Text.of(Parameter.MASK);
    }

    /// What is known of the resources of the stack.
    public interface ResourceValues {
        /// All of them are still to be made.
        ResourceValues UNKNOWN =
                new ResourceValues() {
                    @Override
                    public Optional<Value> physicalId(String logicalId) {
                        return Optional.of(new Value.Unknown());
                    }

                    @Override
                    public Optional<Value> attribute(String logicalId, String name) {
                        return Optional.of(new Value.Unknown());
                    }
                };

        ResourceValues NONE =
                new ResourceValues() {
                    @Override
                    public Optional<Value> physicalId(String logicalId) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Value> attribute(String logicalId, String name) {
                        return Optional.empty();
                    }
                };

        /// Empty when the stack has no such resource.
        Optional<Value> physicalId(String logicalId);

        /// Empty when the resource, or the attribute, is not there.
        Optional<Value> attribute(String logicalId, String name);
    }

    /// The values that other stacks export.
    @FunctionalInterface
    public interface Imports {
        Optional<Value> value(String name);
    }

    /// What `Ref` means by `name`.
    Value referenced(String name) {
        Value value = values.get(name);
        if (value != null) {
            return budget.placed(value);
        }
        return resources
                .physicalId(name)
                .map(budget::placed)
                .orElseThrow(() ->
                        CloudFormationError.VALIDATION.because(
                                "Template format error: Unresolved resource dependencies [%s] in"
                                        + " the Resources block of the template",
                                name));
    }

    boolean holds(String condition) {
        Boolean decided = conditions.get(condition);
        if (decided == null) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: unresolved condition dependency %s in Fn::If", condition);
        }
        return decided;
    }

    String region() {
        return values.get(PseudoParameters.REGION) instanceof Value.Text region
                ? region.text()
                : "";
    }

    /// The chosen branch alone.
    public Branches chosen() {
        return choice -> List.of(holds(choice.condition()) ? choice.then() : choice.otherwise());
    }
}
