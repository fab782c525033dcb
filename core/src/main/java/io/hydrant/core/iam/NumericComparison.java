package io.hydrant.core.iam;

import java.math.BigDecimal;
import java.util.function.IntPredicate;

/// Integers and decimals: how the request's number lies to the policy's.
final class NumericComparison {
    private NumericComparison() {}

    static boolean reads(String policy) {
        return policy.strip().matches("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})");
    }

    static ConditionOperator.Comparison of(IntPredicate wanted) {
        return (policy, requested) -> {
            try {
                return wanted.test(
                        new BigDecimal(requested.strip())
                                .compareTo(new BigDecimal(policy.strip())));
            } catch (NumberFormatException e) {
                return false;
            }
        };
    }
}
