package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// A template with a value for every parameter: its conditions are decided, so it is known which
/// resources are there and which wait for which. What they look like depends on what is known of
/// the others, which the caller brings.
public final class TemplateInstance {
    private final Template template;
    private final Scope scope;
    private final SequencedMap<String, ResourceDeclaration> resources = new LinkedHashMap<>();
    private final List<OutputDeclaration> outputs = new ArrayList<>();
    private final Graph graph;
    private final Set<String> hidden;

    private TemplateInstance(Template template, Scope scope) {
        this.template = template;
        this.scope = scope;
        template.resources()
                .forEach((name, resource) -> {
                    if (resource.condition().map(scope::holds).orElse(true)) {
                        resources.put(name, resource);
                    }
                });
        for (OutputDeclaration output : template.outputs().values()) {
            if (output.condition().map(scope::holds).orElse(true)) {
                outputs.add(output);
            }
        }
        this.hidden =
                template.parameters().values().stream()
                        .filter(Parameter::noEcho)
                        .map(Parameter::name)
                        .collect(Collectors.toUnmodifiableSet());
        this.graph = Graph.of(resources.values(), scope.chosen());
    }

    /// @throws io.hydrant.aws.ServiceException when something that is there refers to a resource
    ///   that is not
    public static TemplateInstance of(
            Template template,
            ParameterValues parameters,
            Map<String, Value> pseudoParameters,
            Scope.Imports imports) {
        Map<String, Value> values = new LinkedHashMap<>(pseudoParameters);
        values.putAll(parameters.values(template.parameters()));
        Scope undecided = Scope.of(values, template.mappings(), Map.of(), imports);
        Map<String, Boolean> conditions =
                new ConditionOrder(template.conditions()).decide(undecided);
        Scope scope = Scope.of(values, template.mappings(), conditions, imports);
        TemplateInstance instance = new TemplateInstance(template, scope);
        instance.check();
        return instance;
    }

    private void check() {
        ReferenceCheck check = new ReferenceCheck(template);
        check.check(scope.chosen(), resources.keySet());
        check.checkOutputs(scope.chosen(), resources.keySet(), outputs);
        graph.refuseCycles();
    }

    public Template template() {
        return template;
    }

    /// The resources that are there, in the template's order.
    public SequencedMap<String, ResourceDeclaration> resources() {
        return Collections.unmodifiableSequencedMap(resources);
    }

    public Graph graph() {
        return graph;
    }

    List<OutputDeclaration> outputs() {
        return outputs;
    }

    /// What it comes to, given what is known, now or later, of its resources.
    public Resolution resolving(Scope.ResourceValues known) {
        return new Resolution(this, scope.with(known, scope.imports()));
    }

    /// @throws io.hydrant.aws.ServiceException when the parameters are against a rule
    public void checkRules() {
        template.rules().forEach(rule -> rule.check(scope));
    }

    /// As far as it can be told before anything is made, every value of the Mappings that is asked
    /// for is there, and so is every element that is selected.
    ///
    /// @throws io.hydrant.aws.ServiceException for the first that is not
    public void checkLookups() {
        Scope unknown =
                scope.with(Scope.ResourceValues.UNKNOWN, name -> Optional.of(new Value.Unknown()));
        resources
                .values()
                .forEach(resource ->
                        resource.expressions()
                                .forEach(expression -> checkLookups(expression, unknown)));
        outputs.forEach(output ->
                output.expressions().forEach(expression -> checkLookups(expression, unknown)));
    }

    private void checkLookups(Expression expression, Scope unknown) {
        expression.operands(scope.chosen()).forEach(operand -> checkLookups(operand, unknown));
        if (expression instanceof FindInMap || expression instanceof Select) {
            boolean told =
                    expression.operands(scope.chosen()).stream()
                            .allMatch(operand -> isResolvable(operand, unknown));
            if (told) {
                expression.resolve(unknown);
            }
        }
    }

    /// What else is wrong is told when the stack is made.
    private static boolean isResolvable(Expression expression, Scope unknown) {
        try {
            expression.resolve(unknown);
            return true;
        } catch (ServiceException told) {
            return false;
        }
    }

    /// The same, where the value of an export that is not there is unknown.
    public TemplateInstance foreseeingImports() {
        Scope.Imports known = scope.imports();
        return new TemplateInstance(
                template,
                scope.with(
                        scope.resources(),
                        name -> known.value(name).or(() -> Optional.of(new Value.Unknown()))));
    }

    /// The first resource that uses an export that is not there, and the export's name.
    public Optional<MissingExport> missingExport() {
        for (ResourceDeclaration resource : resources.values()) {
            Set<String> names = new LinkedHashSet<>();
            resource.expressions().forEach(expression -> collectImports(expression, names));
            for (String name : names) {
                if (scope.imports().value(name).isEmpty()) {
                    return Optional.of(new MissingExport(resource.logicalId(), name));
                }
            }
        }
        return Optional.empty();
    }

    /// What a resource would use of another stack.
    public record MissingExport(String logicalId, String name) {}

    /// The names of the exports that it uses.
    public Set<String> importedNames() {
        Set<String> names = new LinkedHashSet<>();
        resources
                .values()
                .forEach(resource ->
                        resource.expressions()
                                .forEach(expression -> collectImports(expression, names)));
        outputs.forEach(output ->
                output.expressions().forEach(expression -> collectImports(expression, names)));
        return names;
    }

    private void collectImports(Expression expression, Set<String> names) {
        if (expression instanceof ImportValue imported) {
            names.add(imported.exportName(scope));
        }
        expression.operands(scope.chosen()).forEach(operand -> collectImports(operand, names));
    }

    /// Every `Fn::GetAtt`, and variable of `Fn::Sub` that is one.
    public List<AttributeUse> attributeUses() {
        List<AttributeUse> uses = new ArrayList<>();
        resources.forEach((name, resource) ->
                resource.expressions()
                        .forEach(
                                expression -> collectUses("/Resources/" + name, expression, uses)));
        outputs.forEach(output ->
                collectUses("/Outputs/" + output.name() + "/Value", output.value(), uses));
        return uses;
    }

    private void collectUses(String path, Expression expression, List<AttributeUse> uses) {
        if (expression instanceof GetAtt use
                && use.attribute().resolve(scope) instanceof Value.Text attribute) {
            ResourceDeclaration resource = resources.get(use.resource());
            if (resource != null) {
                uses.add(new AttributeUse(path, resource.type(), attribute.text()));
            }
        }
        expression.operands(scope.chosen()).forEach(operand -> collectUses(path, operand, uses));
    }

    /// A parameter's name as a cause of a change: the parameters that a property of a resource
    /// uses.
    public Set<String> parametersOf(String logicalId, String property) {
        Set<String> names =
                references(logicalId, property).map(References::refs).orElse(new LinkedHashSet<>());
        names.retainAll(template.parameters().keySet());
        return names;
    }

    /// The parameters that the metadata of a resource use.
    public Set<String> parametersOfMetadata(String logicalId) {
        return parametersIn(declared(logicalId).metadata());
    }

    private Set<String> parametersIn(Expression expression) {
        Set<String> names = References.of(List.of(expression), scope.chosen()).refs();
        names.retainAll(template.parameters().keySet());
        return names;
    }

    ResourceDeclaration declared(String logicalId) {
        ResourceDeclaration declared = resources.get(logicalId);
        if (declared == null) {
            throw new IllegalStateException("No resource " + logicalId);
        }
        return declared;
    }

    /// Whether the properties of a resource use NoEcho parameters.
    boolean hasHidden(String logicalId) {
        return !Collections.disjoint(parametersIn(declared(logicalId).properties()), hidden);
    }

    /// The names of the NoEcho parameters.
    Set<String> hidden() {
        return hidden;
    }

    /// The resources that a property of a resource uses.
    public Set<String> resourcesOf(String logicalId, String property) {
        Set<String> names =
                references(logicalId, property)
                        .map(found -> found.resourcesBeside(Set.of()))
                        .orElse(new LinkedHashSet<>());
        names.retainAll(resources.keySet());
        return names;
    }

    private Optional<References> references(String logicalId, String property) {
        ResourceDeclaration declared = resources.get(logicalId);
        if (declared != null && declared.properties() instanceof Expression.Mapping properties) {
            Expression value = properties.fields().get(property);
            if (value != null) {
                return Optional.of(References.of(List.of(value), scope.chosen()));
            }
        }
        return Optional.empty();
    }
}
