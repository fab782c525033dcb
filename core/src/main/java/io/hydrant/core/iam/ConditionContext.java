package io.hydrant.core.iam;

import java.util.List;

/// What conditions and policy variables read when a policy is evaluated: of a request
/// ([RequestContext]), or of one that is only imagined ([SimulatedContext]).
@FunctionalInterface
interface ConditionContext {
    /// Of a condition key, whose case does not count. Empty when the key is missing.
    List<String> values(String key);
}
