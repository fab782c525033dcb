package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a template comes to, piece by piece, as more and more is known of its resources. All of it
/// together is bounded. Belongs to one thread.
public final class Resolution {
    /// How long the values of all outputs may be together, in characters: what DescribeStacks shows
    /// of one stack.
    public static final int OUTPUT_CHARACTERS_MAX = 1_000_000;

    private final TemplateInstance instance;
    private final Scope scope;
    private final Scope masking;

    Resolution(TemplateInstance instance, Scope scope) {
        this.instance = instance;
        this.scope = scope;
        this.masking = scope.masking(instance.hidden());
    }

    /// What a resource's declaration comes to.
    ///
    /// @throws io.hydrant.aws.ServiceException when a function cannot be resolved
    public ResolvedResource resource(String logicalId) {
        ResourceDeclaration declared = instance.declared(logicalId);
        Value properties = declared.properties().resolve(scope);
        DynamicReference.refuse(properties);
        return new ResolvedResource(
                logicalId,
                declared.type(),
                object(properties),
                object(declared.metadata().resolve(scope)),
                policy(declared.deletionPolicy()),
                declared.updateReplacePolicy().map(this::policy).orElse("Delete"),
                Set.copyOf(instance.graph().dependencies().getOrDefault(logicalId, Set.of())),
                instance.hasHidden(logicalId)
                        ? Optional.of(masked(declared.properties(), properties))
                        : Optional.empty());
    }

    /// The properties as they are when NoEcho parameters are `****`. Where that comes to nothing,
    /// every property is.
    private ObjectNode masked(Expression declared, Value properties) {
        try {
            return object(declared.resolve(masking));
        } catch (ServiceException unresolvable) {
            ObjectNode masked = object(properties);
            List.copyOf(masked.propertyNames()).forEach(name -> masked.put(name, Parameter.MASK));
            return masked;
        }
    }

    private static ObjectNode object(Value value) {
        return (ObjectNode) value.json();
    }

    private String policy(Expression policy) {
        JsonNode value = policy.resolve(scope).json();
        return value.isString() ? value.stringValue() : "Delete";
    }

    /// The outputs that are there.
    ///
    /// @throws io.hydrant.aws.ServiceException when one does not come to a text
    public List<Output> outputs() {
        List<Output> resolved = new ArrayList<>();
        long length = 0;
        for (OutputDeclaration output : instance.outputs()) {
            String value = text(output.name(), output.value().resolve(scope));
            DynamicReference.refuse(value);
            length += value.length();
            if (length > OUTPUT_CHARACTERS_MAX) {
                throw CloudFormationError.VALIDATION.because(
                        "Template error: the values of the Outputs are longer than %d characters"
                                + " together",
                        OUTPUT_CHARACTERS_MAX);
            }
            resolved.add(
                    new Output(
                            output.name(),
                            value,
                            output.description(),
                            output.exportName()
                                    .map(name -> text(output.name(), name.resolve(scope)))));
        }
        return resolved;
    }

    private static String text(String output, Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Unknown unknown -> Value.KNOWN_AFTER_APPLY;
            default ->
                    throw CloudFormationError.VALIDATION.because(
                            "Template format error: The Value field of every Outputs member must"
                                    + " evaluate to a String and not a List. Output %s does not.",
                            output);
        };
    }
}
