package io.hydrant.kafka;

import io.hydrant.core.log.Ownership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who of the nodes is said to own which log. It may be wrong: two own one, or none does.
final class SimulatedGroup {
    private final Map<String, Set<String>> logs = new HashMap<>();
    private final Map<String, List<Runnable>> listeners = new HashMap<>();

    /// What a node is told.
    Ownership of(String node) {
        listeners.put(node, new ArrayList<>());
        return new Ownership() {
            @Override
            public boolean isOurs(String logId) {
                return logs.getOrDefault(node, Set.of()).contains(logId);
            }

            @Override
            public void onChange(Runnable listener) {
                listeners.getOrDefault(node, new ArrayList<>()).add(listener);
            }
        };
    }

    void give(String node, String log) {
        logs.computeIfAbsent(node, name -> new HashSet<>()).add(log);
        tell(node);
    }

    void take(String node, String log) {
        logs.computeIfAbsent(node, name -> new HashSet<>()).remove(log);
        tell(node);
    }

    private void tell(String node) {
        listeners.getOrDefault(node, List.of()).forEach(Runnable::run);
    }
}
