package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Which resources wait for which: by Ref, GetAtt, variables of Sub, and DependsOn. Names are in
/// the template's order.
public record Graph(SequencedMap<String, Set<String>> dependencies) {
    public Graph {
        dependencies = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dependencies));
    }

    /// Edges to anything but these resources are left out.
    static Graph of(Collection<ResourceDeclaration> resources, Branches branches) {
        Set<String> names = new LinkedHashSet<>();
        resources.forEach(resource -> names.add(resource.logicalId()));
        SequencedMap<String, Set<String>> dependencies = new LinkedHashMap<>();
        for (ResourceDeclaration resource : resources) {
            References references = References.of(resource.expressions(), branches);
            Set<String> needed = references.resourcesBeside(Set.of());
            needed.addAll(resource.dependsOn());
            needed.retainAll(names);
            dependencies.put(resource.logicalId(), needed);
        }
        return new Graph(dependencies);
    }

    /// Rounds of resources: each needs only what is in earlier rounds.
    public List<List<String>> rounds() {
        Map<String, Set<String>> waiting = new LinkedHashMap<>(dependencies);
        List<List<String>> rounds = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<String> ready = ready(waiting);
            if (ready.isEmpty()) {
                throw CloudFormationError.VALIDATION.because(
                        "Circular dependency between resources: [%s]",
                        String.join(", ", cycle(waiting)));
            }
            rounds.add(ready);
            ready.forEach(waiting::remove);
        }
        return rounds;
    }

    private static List<String> ready(Map<String, Set<String>> waiting) {
        return waiting.entrySet().stream()
                .filter(entry -> entry.getValue().stream().noneMatch(waiting::containsKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Those of a knot that others of it wait for: what only waits for the knot is not in it.
    private static Set<String> cycle(Map<String, Set<String>> knot) {
        Map<String, Set<String>> left = new LinkedHashMap<>(knot);
        boolean smaller = true;
        while (smaller) {
            Set<String> needed = new LinkedHashSet<>();
            left.values().forEach(needed::addAll);
            smaller = left.keySet().retainAll(needed);
        }
        return left.keySet();
    }

    void refuseCycles() {
        rounds();
    }
}
