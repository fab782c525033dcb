package io.hydrant.core.cloudformation.resource;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The types of resources that there are.
public final class ResourceTypes {
    private final Map<String, ResourceType> byName = new LinkedHashMap<>();

    public ResourceTypes(Collection<? extends ResourceType> types) {
        types.forEach(type -> byName.put(type.name(), type));
    }

    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /// @throws IllegalStateException when there is none of that name: templates with unknown types
    ///   are refused before anything is made of them
    public ResourceType type(String name) {
        ResourceType type = byName.get(name);
        if (type == null) {
            throw new IllegalStateException("No resource type " + name);
        }
        return type;
    }
}
