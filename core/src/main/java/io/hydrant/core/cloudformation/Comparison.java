package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.template.TemplateInstance;
import java.util.Map;

/// Whether a draft of a stack asks for anything new. Resources, outputs, parameter values, tags and
/// metadata count; policies and unused conditions alone do not.
final class Comparison {
    private final Planner planner;
    private final Map<String, StackResource> resources;

    Comparison(Planner planner, Map<String, StackResource> resources) {
        this.planner = planner;
        this.resources = resources;
    }

    boolean isSame(Stack stack, Draft draft) {
        StackSettings before = stack.settings();
        StackSettings after = draft.settings();
        boolean settled =
                stack.status() != StackStatus.UPDATE_FAILED
                        && stack.status() != StackStatus.CREATE_FAILED;
        boolean sameSettings =
                before.parameters().equals(after.parameters())
                        && before.tags().equals(after.tags())
                        && before.notificationArns().equals(after.notificationArns());
        return settled && sameSettings && isSame(stack, draft.instance());
    }

    private boolean isSame(Stack stack, TemplateInstance wanted) {
        Plan plan = planner.plan(wanted, resources, false);
        return plan.isEmpty()
                && wanted.resolving(planner.foreseen(wanted, resources))
                        .outputs()
                        .equals(stack.outputs());
    }
}
