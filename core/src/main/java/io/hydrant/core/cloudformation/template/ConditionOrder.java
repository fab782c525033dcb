package io.hydrant.core.cloudformation.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Decides conditions that name each other.
final class ConditionOrder {
    private final Map<String, TemplateCondition> conditions;

    ConditionOrder(Map<String, TemplateCondition> conditions) {
        this.conditions = conditions;
    }

    void refuseCycles() {
        Set<String> done = new HashSet<>();
        conditions.keySet().forEach(name -> follow(name, new HashSet<>(), done));
    }

    private void follow(String name, Set<String> open, Set<String> done) {
        if (done.contains(name)) {
            return;
        }
        if (!open.add(name)) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: Found circular condition dependency with %s", name);
        }
        TemplateCondition condition = conditions.get(name);
        if (condition != null) {
            condition.named().forEach(next -> follow(next, open, done));
        }
        open.remove(name);
        done.add(name);
    }

    Map<String, Boolean> decide(Scope scope) {
        Map<String, Boolean> decided = new HashMap<>();
        conditions.keySet().forEach(name -> decide(name, scope, decided));
        return decided;
    }

    private boolean decide(String name, Scope scope, Map<String, Boolean> decided) {
        Boolean known = decided.get(name);
        if (known == null) {
            TemplateCondition condition = conditions.get(name);
            if (condition == null) {
                throw new IllegalStateException("No condition " + name);
            }
            known = condition.holds(scope, other -> decide(other, scope, decided));
            decided.put(name, known);
        }
        return known;
    }
}
