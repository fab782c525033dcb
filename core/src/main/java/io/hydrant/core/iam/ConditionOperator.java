package io.hydrant.core.iam;

import java.util.Map;
import java.util.TreeMap;

/// What compares a policy's value with a request's. `negated` operators hold when the comparison
/// does not.
record ConditionOperator(Comparison comparison, boolean negated, boolean takesVariables) {

    /// Compares one value of the policy with one of the request. What cannot be read does not
    /// match.
    @FunctionalInterface
    interface Comparison {
        boolean matches(String policy, String requested);
    }

    /// Holds by whether the key is there at all, which [Condition] sees to.
    private static final Comparison PRESENCE = (policy, requested) -> false;

    private static final Map<String, ConditionOperator> BY_NAME =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        pair(
                "StringEquals",
                "StringNotEquals",
                (policy, value) -> Glob.plain(policy).equals(value),
                true);
        pair(
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
                (policy, value) -> Glob.plain(policy).equalsIgnoreCase(value),
                true);
        pair("StringLike", "StringNotLike", Glob::matches, true);
        pair("ArnEquals", "ArnNotEquals", ArnComparison::matches, true);
        pair("ArnLike", "ArnNotLike", ArnComparison::matches, true);
        pair("NumericEquals", "NumericNotEquals", NumericComparison.of(order -> order == 0), false);
        single("NumericLessThan", NumericComparison.of(order -> order < 0));
        single("NumericLessThanEquals", NumericComparison.of(order -> order <= 0));
        single("NumericGreaterThan", NumericComparison.of(order -> order > 0));
        single("NumericGreaterThanEquals", NumericComparison.of(order -> order >= 0));
        pair("DateEquals", "DateNotEquals", DateComparison.of(order -> order == 0), false);
        single("DateLessThan", DateComparison.of(order -> order < 0));
        single("DateLessThanEquals", DateComparison.of(order -> order <= 0));
        single("DateGreaterThan", DateComparison.of(order -> order > 0));
        single("DateGreaterThanEquals", DateComparison.of(order -> order >= 0));
        BY_NAME.put(
                "Bool",
                new ConditionOperator(
                        (policy, value) -> Glob.plain(policy).equalsIgnoreCase(value),
                        false,
                        true));
        single("BinaryEquals", String::equals);
        pair("IpAddress", "NotIpAddress", IpComparison::matches, false);
        single("Null", PRESENCE);
    }

    /// @throws IllegalArgumentException when there is no such operator
    static ConditionOperator named(String name) {
        ConditionOperator operator = BY_NAME.get(name);
        if (operator == null) {
            throw new IllegalArgumentException("Invalid Condition type : " + name + ".");
        }
        return operator;
    }

    static boolean exists(String name) {
        return BY_NAME.containsKey(name);
    }

    @SuppressWarnings("ReferenceEquality") // there is one of it
    boolean isNull() {
        return comparison == PRESENCE;
    }

    boolean test(String policy, String requested) {
        return comparison.matches(policy, requested);
    }

    private static void pair(
            String positive, String negative, Comparison comparison, boolean variables) {
        BY_NAME.put(positive, new ConditionOperator(comparison, false, variables));
        BY_NAME.put(negative, new ConditionOperator(comparison, true, variables));
    }

    private static void single(String name, Comparison comparison) {
        BY_NAME.put(name, new ConditionOperator(comparison, false, false));
    }
}
