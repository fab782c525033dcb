package io.hydrant.core.cloudformation.plan;

import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackSettings;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.template.Expression;
import io.hydrant.core.cloudformation.template.Template;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import io.hydrant.core.cloudformation.template.TemplateReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whether a draft of a stack asks for anything new. Resources, outputs, parameter values, tags,
/// metadata and how a template declares UpdateReplacePolicy count; a DeletionPolicy or unused
/// conditions alone do not. What imports what is not exported is new.
public final class Comparison {
    private final Planner planner;
    private final TemplateReader reader;

    public Comparison(Planner planner, TemplateReader reader) {
        this.planner = planner;
        this.reader = reader;
    }

    public boolean isSame(Stack stack, Map<String, StackResource> resources, Draft draft) {
        StackSettings before = stack.settings();
        StackSettings after = draft.settings();
        boolean settled =
                stack.status() != StackStatus.UPDATE_FAILED
                        && stack.status() != StackStatus.CREATE_FAILED;
        boolean sameSettings =
                before.parameters().equals(after.parameters())
                        && before.values().equals(after.values())
                        && before.tags().equals(after.tags())
                        && before.notificationArns().equals(after.notificationArns());
        return settled
                && sameSettings
                && isSame(stack, resources, draft.instance().foreseeingImports())
                && hasSamePolicies(stack, draft.instance().template());
    }

    private boolean hasSamePolicies(Stack stack, Template wanted) {
        return wanted.body().equals(stack.settings().templateBody())
                || policies(wanted).equals(policies(reader.read(stack.settings().templateBody())));
    }

    private static Map<String, Optional<Expression>> policies(Template template) {
        Map<String, Optional<Expression>> policies = new HashMap<>();
        template.resources()
                .forEach((name, resource) -> policies.put(name, resource.updateReplacePolicy()));
        return policies;
    }

    private boolean isSame(
            Stack stack, Map<String, StackResource> resources, TemplateInstance wanted) {
        Plan plan = planner.plan(wanted, resources, false);
        return plan.isEmpty()
                && wanted.resolving(planner.unchanged(wanted, resources))
                        .outputs()
                        .equals(stack.outputs());
    }
}
