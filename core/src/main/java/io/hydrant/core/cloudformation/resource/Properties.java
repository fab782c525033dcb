package io.hydrant.core.cloudformation.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads properties that have passed their schema.
final class Properties {
    private final ObjectNode json;

    Properties(ObjectNode json) {
        this.json = json;
    }

    Optional<String> text(String name) {
        return json.path(name).stringValueOpt();
    }

    /// @throws IllegalStateException when it is not there: the schema requires it
    String required(String name) {
        return text(name).orElseThrow(() -> new IllegalStateException(name + " is missing"));
    }

    Optional<Integer> number(String name) {
        return json.path(name).isInt() ? Optional.of(json.path(name).intValue()) : Optional.empty();
    }

    boolean truth(String name) {
        return json.path(name).booleanValue(false);
    }

    /// A policy document as JSON text.
    Optional<String> document(String name) {
        return json.has(name) ? Optional.of(json.get(name).toString()) : Optional.empty();
    }

    List<String> texts(String name) {
        return json.path(name).valueStream().map(JsonNode::stringValue).toList();
    }

    /// The members of an object whose keys are its own.
    Map<String, String> mapping(String name) {
        Map<String, String> members = new LinkedHashMap<>();
        json.path(name)
                .properties()
                .forEach(member -> members.put(member.getKey(), member.getValue().stringValue()));
        return members;
    }

    boolean has(String name) {
        return json.has(name);
    }

    Properties structure(String name) {
        return new Properties(
                json.path(name) instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode());
    }

    List<Properties> structures(String name) {
        List<Properties> structures = new ArrayList<>();
        for (JsonNode element : json.path(name)) {
            structures.add(new Properties((ObjectNode) element));
        }
        return structures;
    }

    /// The tags by their keys: the stack's, and over them the resource's own.
    static Map<String, String> tags(DesiredResource desired) {
        Map<String, String> tags = new LinkedHashMap<>();
        new Properties(desired.properties())
                .structures("Tags")
                .forEach(tag -> tags.put(tag.required("Key"), tag.required("Value")));
        desired.stackTags().forEach(tag -> tags.putIfAbsent(tag.key(), tag.value()));
        return tags;
    }
}
