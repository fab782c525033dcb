package io.hydrant.core.cloudformation.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A template that is well-formed in itself: every name it uses is one it declares, and its
/// resources do not wait for each other in a circle. `body` is the text as it was sent.
public record Template(
        String body,
        Optional<String> version,
        Optional<String> description,
        Optional<Value> metadata,
        SequencedMap<String, Parameter> parameters,
        List<TemplateRule> rules,
        Mappings mappings,
        Map<String, TemplateCondition> conditions,
        SequencedMap<String, ResourceDeclaration> resources,
        SequencedMap<String, OutputDeclaration> outputs) {
    /// How long a template may be, in bytes, when it comes from S3.
    public static final int BYTES_MAX = 1_000_000;

    public Template {
        rules = List.copyOf(rules);
        conditions = Map.copyOf(conditions);
    }

    /// The types of its resources, each once, in the template's order.
    public List<String> resourceTypes() {
        return resources.values().stream().map(ResourceDeclaration::type).distinct().toList();
    }
}
