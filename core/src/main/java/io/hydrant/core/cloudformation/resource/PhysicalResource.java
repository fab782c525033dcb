package io.hydrant.core.cloudformation.resource;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A resource as it is, before it is changed or removed.
///
/// @param mark how it is known again; stacks of old versions wrote none down, and what they made is
///   known by its name
/// @param given the properties, typed, that it was given: several when a change was broken off or
///   failed, so that each of them may be in effect, in part
public record PhysicalResource(
        Actor actor, String physicalId, Optional<String> mark, List<ObjectNode> given) {
    public PhysicalResource {
        given = List.copyOf(given);
    }

    /// Whether a mark that was found is this resource's.
    boolean bears(String found) {
        return mark.isEmpty() || mark.get().equals(found);
    }

    /// The same, as far as something may have no mark at all.
    boolean bears(Optional<String> found) {
        return mark.isEmpty() || mark.equals(found);
    }

    List<Properties> properties() {
        return given.stream().map(Properties::new).toList();
    }

    /// Whether a property may be another than it is to be.
    boolean mayDiffer(String property, Properties wanted) {
        return properties().stream()
                .anyMatch(was -> !was.document(property).equals(wanted.document(property)));
    }
}
