package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads the Resources section.
final class ResourceReader {
    private static final int RESOURCES_MAX = 500;

    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "Type",
                    "Properties",
                    "DependsOn",
                    "Condition",
                    "Metadata",
                    "DeletionPolicy",
                    "UpdateReplacePolicy",
                    "Description");

    /// Attributes that CloudFormation knows, for types that Hydrant does not have.
    private static final Set<String> UNSUPPORTED = Set.of("CreationPolicy", "UpdatePolicy");

    private static final Set<String> DELETION_POLICIES =
            Set.of("Delete", "Retain", "RetainExceptOnCreate");
    private static final Set<String> REPLACE_POLICIES = Set.of("Delete", "Retain");

    private static final Expression NOTHING = new Expression.Mapping(new LinkedHashMap<>());

    private final Set<String> types;

    ResourceReader(Set<String> types) {
        this.types = types;
    }

    SequencedMap<String, ResourceDeclaration> read(Value section) {
        Map<String, Value> members =
                Members.of(section, () -> format("Any Resources member must be an object."));
        if (members.isEmpty()) {
            throw format("At least one Resources member must be defined.");
        }
        Limit.check("resources", members.size(), RESOURCES_MAX);
        SequencedMap<String, ResourceDeclaration> resources = new LinkedHashMap<>();
        members.forEach((name, value) -> resources.put(name, resource(name, value)));
        List<String> strangers =
                resources.values().stream()
                        .map(ResourceDeclaration::type)
                        .distinct()
                        .filter(type -> !types.contains(type))
                        .toList();
        if (!strangers.isEmpty()) {
            throw format("Unrecognized resource types: [" + String.join(", ", strangers) + "]");
        }
        return resources;
    }

    private static ResourceDeclaration resource(String name, Value value) {
        LogicalName.check("Resource", name);
        Map<String, Value> attributes =
                Members.of(value, () -> format("Any Resources member must be an object."));
        attributes.keySet().forEach(ResourceReader::checkAttribute);
        if (!(attributes.get("Type") instanceof Value.Text type)) {
            throw format(
                    "[/Resources/" + name + "] Every Resources object must contain a Type member.");
        }
        return new ResourceDeclaration(
                name,
                type.text(),
                object("Properties", attributes),
                object("Metadata", attributes),
                dependsOn(attributes),
                condition(attributes),
                policy("DeletionPolicy", attributes, DELETION_POLICIES)
                        .orElse(new Expression.Literal(Value.Text.of("Delete"))),
                policy("UpdateReplacePolicy", attributes, REPLACE_POLICIES));
    }

    private static void checkAttribute(String attribute) {
        if (UNSUPPORTED.contains(attribute)) {
            throw format("Hydrant does not support the resource attribute " + attribute + ".");
        }
        if (!ATTRIBUTES.contains(attribute)) {
            throw CloudFormationError.VALIDATION.because(
                    "Invalid template resource property '%s'", attribute);
        }
    }

    private static Expression object(String attribute, Map<String, Value> attributes) {
        Value value = attributes.get(attribute);
        if (value == null) {
            return NOTHING;
        }
        if (!(value instanceof Value.Fields)) {
            throw format("Every " + attribute + " member must be an object.");
        }
        return ExpressionReader.read(value);
    }

    private static List<String> dependsOn(Map<String, Value> attributes) {
        Value value = attributes.get("DependsOn");
        List<Value> names =
                switch (value) {
                    case null -> List.of();
                    case Value.Items list -> list.items();
                    default -> List.of(value);
                };
        return names.stream()
                .map(name -> {
                    if (name instanceof Value.Text text) {
                        return text.text();
                    }
                    throw format("DependsOn must be a string or list of strings.");
                })
                .toList();
    }

    private static Optional<String> condition(Map<String, Value> attributes) {
        Value condition = attributes.get("Condition");
        if (condition == null) {
            return Optional.empty();
        }
        if (condition instanceof Value.Text name) {
            return Optional.of(name.text());
        }
        throw format("Every Condition member must be a string.");
    }

    /// `Snapshot` is for types that have snapshots; none of Hydrant's does.
    private static Optional<Expression> policy(
            String attribute, Map<String, Value> attributes, Set<String> allowed) {
        Value value = attributes.get(attribute);
        if (value == null) {
            return Optional.empty();
        }
        Expression policy = ExpressionReader.read(value);
        boolean known =
                policy instanceof If
                        || policy instanceof Ref
                        || (value instanceof Value.Text text && allowed.contains(text.text()));
        if (!known) {
            throw format("Unrecognized " + attribute + " " + value.json().asString());
        }
        return Optional.of(policy);
    }

    private static ServiceException format(String problem) {
        return CloudFormationError.VALIDATION.because("%s", "Template format error: " + problem);
    }
}
