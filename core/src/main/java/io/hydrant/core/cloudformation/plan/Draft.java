package io.hydrant.core.cloudformation.plan;

import io.hydrant.core.cloudformation.stack.StackSettings;
import io.hydrant.core.cloudformation.template.TemplateInstance;

/// A stack as it is to be: checked, and not begun.
public record Draft(StackSettings settings, TemplateInstance instance) {}
