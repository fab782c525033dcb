package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Principal;
import java.util.List;
import java.util.Map;

/// Who has a stack operation done: its resources are made with this caller's permissions. `context`
/// holds the condition keys of the caller's request.
public record Actor(Principal principal, Map<String, List<String>> context) {
    public Actor {
        context = Map.copyOf(context);
    }
}
