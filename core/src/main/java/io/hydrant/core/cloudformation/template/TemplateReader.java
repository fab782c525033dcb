package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a template's text, JSON or YAML, into a [Template], and refuses what is malformed with
/// CloudFormation's texts. Knows the types of resources that can be made; others are refused.
public final class TemplateReader {
    private static final int DESCRIPTION_BYTES_MAX = 1024;

    /// More than any template has; conditions may name each other in a chain of all of them.
    private static final int CONDITIONS_MAX = 1_000;

    private static final String VERSION = "2010-09-09";

    private static final Set<String> SECTIONS =
            Set.of(
                    "AWSTemplateFormatVersion",
                    "Description",
                    "Metadata",
                    "Parameters",
                    "Rules",
                    "Mappings",
                    "Conditions",
                    "Resources",
                    "Outputs");

    /// Sections that CloudFormation knows and Hydrant does not.
    private static final List<String> UNSUPPORTED = List.of("Hooks", "Transform");

    private final Set<String> resourceTypes;

    public TemplateReader(Set<String> resourceTypes) {
        this.resourceTypes = Set.copyOf(resourceTypes);
    }

    /// @throws ServiceException the ValidationError that says what is wrong
    public Template read(String body) {
        Map<String, Value> sections = sections(document(body));
        refuseDynamicReferences(sections);
        Value resources = sections.get("Resources");
        if (resources == null) {
            throw format("At least one Resources member must be defined.");
        }
        SequencedMap<String, Parameter> parameters = parameters(sections);
        Template template =
                new Template(
                        body,
                        version(sections),
                        description(sections),
                        Optional.ofNullable(sections.get("Metadata")),
                        parameters,
                        rules(sections, parameters),
                        mappings(sections),
                        conditions(sections),
                        new ResourceReader(resourceTypes).read(resources),
                        outputs(sections));
        refuseSharedNames(template);
        new ReferenceCheck(template).check();
        Graph.of(template.resources().values(), Branches.BOTH).refuseCycles();
        return template;
    }

    /// Wherever a value may come of them. Descriptions and metadata are no values.
    private static void refuseDynamicReferences(Map<String, Value> sections) {
        for (String section : List.of("Rules", "Mappings", "Conditions")) {
            Optional.ofNullable(sections.get(section)).ifPresent(DynamicReference::refuse);
        }
        refuseDynamicReferences(sections.get("Parameters"), List.of("Default", "AllowedValues"));
        refuseDynamicReferences(sections.get("Resources"), List.of("Properties"));
        refuseDynamicReferences(sections.get("Outputs"), List.of("Value", "Export"));
    }

    private static void refuseDynamicReferences(@Nullable Value section, List<String> attributes) {
        if (!(section instanceof Value.Fields members)) {
            return;
        }
        for (Value member : members.fields().values()) {
            if (member instanceof Value.Fields declared) {
                for (String attribute : attributes) {
                    Optional.ofNullable(declared.fields().get(attribute))
                            .ifPresent(DynamicReference::refuse);
                }
            }
        }
    }

    /// `Ref` could not tell them apart.
    private static void refuseSharedNames(Template template) {
        template.resources().keySet().stream()
                .filter(template.parameters()::containsKey)
                .findFirst()
                .ifPresent(name -> {
                    throw format("Resource name " + name + " is the name of a parameter too.");
                });
    }

    private static Value document(String body) {
        String start = body.stripLeading();
        Value document =
                start.startsWith("{") ? JsonDocument.parse(body) : YamlDocument.parse(body);
        if (document instanceof Value.Fields) {
            refuseNulls("", document);
        }
        return document;
    }

    private static void refuseNulls(String path, Value value) {
        switch (value) {
            case Value.Null nothing ->
                    throw CloudFormationError.VALIDATION.because(
                            "[%s] 'null' values are not allowed in templates", path);
            case Value.Items list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    refuseNulls(path + "/" + i, list.items().get(i));
                }
            }
            case Value.Fields map ->
                    map.fields().forEach((name, field) -> refuseNulls(path + "/" + name, field));
            case Value.Text text -> {}
            case Value.Omitted omitted -> {}
            case Value.Unknown unknown -> {}
        }
    }

    private static Map<String, Value> sections(Value document) {
        Map<String, Value> sections = Members.of(document, () -> format("unsupported structure."));
        for (String name : UNSUPPORTED) {
            if (sections.containsKey(name)) {
                throw format("Hydrant does not support the section " + name + ".");
            }
        }
        List<String> unknown =
                sections.keySet().stream().filter(name -> !SECTIONS.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Invalid template property or properties [%s]", String.join(", ", unknown));
        }
        return sections;
    }

    private static Optional<String> version(Map<String, Value> sections) {
        Value version = sections.get("AWSTemplateFormatVersion");
        if (version == null) {
            return Optional.empty();
        }
        if (version instanceof Value.Text text && text.text().equals(VERSION)) {
            return Optional.of(VERSION);
        }
        throw format("AWSTemplateFormatVersion must be " + VERSION + ".");
    }

    private static Optional<String> description(Map<String, Value> sections) {
        Value description = sections.get("Description");
        if (description == null) {
            return Optional.empty();
        }
        if (!(description instanceof Value.Text text)) {
            throw format("Every Description member must be a string.");
        }
        if (text.text().getBytes(StandardCharsets.UTF_8).length > DESCRIPTION_BYTES_MAX) {
            throw format("'Description' length is greater than " + DESCRIPTION_BYTES_MAX + ".");
        }
        return Optional.of(text.text());
    }

    private static SequencedMap<String, Parameter> parameters(Map<String, Value> sections) {
        Value section = sections.get("Parameters");
        return section == null ? new LinkedHashMap<>() : ParameterReader.read(section);
    }

    private static List<TemplateRule> rules(
            Map<String, Value> sections, Map<String, Parameter> parameters) {
        Value section = sections.get("Rules");
        return section == null ? List.of() : RuleReader.read(section, parameters.values());
    }

    private static Mappings mappings(Map<String, Value> sections) {
        Value section = sections.get("Mappings");
        return section == null ? new Mappings(Map.of()) : Mappings.read(section);
    }

    private static Map<String, TemplateCondition> conditions(Map<String, Value> sections) {
        Value section = sections.get("Conditions");
        Map<String, TemplateCondition> conditions = new LinkedHashMap<>();
        if (section instanceof Value.Fields map) {
            Limit.check("conditions", map.fields().size(), CONDITIONS_MAX);
        }
        if (section != null) {
            Members.of(section, () -> format("Any Conditions member must be an object."))
                    .forEach((name, value) ->
                            conditions.put(name, ConditionReader.ofConditions().read(value)));
        }
        return conditions;
    }

    private static SequencedMap<String, OutputDeclaration> outputs(Map<String, Value> sections) {
        Value section = sections.get("Outputs");
        return section == null ? new LinkedHashMap<>() : OutputReader.read(section);
    }

    private static ServiceException format(String problem) {
        return CloudFormationError.VALIDATION.because("%s", "Template format error: " + problem);
    }
}
