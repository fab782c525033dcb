package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.template.TemplateInstance;

/// A stack as it is to be: checked, and not begun.
record Draft(StackSettings settings, TemplateInstance instance) {}
