package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The Mappings section: map, top-level key, second-level key, and there a string or a list.
public record Mappings(Map<String, Map<String, Map<String, Value>>> maps) {
    /// How many maps a template may have, and how many keys each of them.
    private static final int MAX = 200;

    public Mappings {
        maps = Map.copyOf(maps);
    }

    static Mappings read(Value section) {
        Map<String, Map<String, Map<String, Value>>> maps = new LinkedHashMap<>();
        Members.of(section, () -> refusal("Mappings"))
                .forEach((name, map) -> maps.put(name, readMap(name, map)));
        Limit.check("mappings", maps.size(), MAX);
        return new Mappings(maps);
    }

    private static Map<String, Map<String, Value>> readMap(String name, Value map) {
        Map<String, Map<String, Value>> keys = new LinkedHashMap<>();
        Members.of(map, () -> refusal(name))
                .forEach((key, attributes) -> keys.put(key, readAttributes(name, attributes)));
        Limit.check("mapping attributes", keys.size(), MAX);
        return keys;
    }

    private static Map<String, Value> readAttributes(String name, Value attributes) {
        Map<String, Value> values = Members.of(attributes, () -> refusal(name));
        for (Value value : values.values()) {
            boolean list =
                    value instanceof Value.Items items
                            && items.items().stream().allMatch(Value.Text.class::isInstance);
            if (!(value instanceof Value.Text) && !list) {
                throw CloudFormationError.VALIDATION.because(
                        "Template format error: Every Mappings attribute must be a String or a"
                                + " List.");
            }
        }
        return values;
    }

    private static ServiceException refusal(String name) {
        return CloudFormationError.VALIDATION.because(
                "Template format error: Every Mappings member %s must be a map", name);
    }

    Value find(String map, String key, String attribute) {
        Map<String, Map<String, Value>> keys = maps.get(map);
        if (keys == null) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: Mapping named '%s' is not present in the 'Mappings' section"
                            + " of template.",
                    map);
        }
        Value value = keys.getOrDefault(key, Map.of()).get(attribute);
        if (value == null) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: Unable to get mapping for %s::%s::%s", map, key, attribute);
        }
        return value;
    }
}
