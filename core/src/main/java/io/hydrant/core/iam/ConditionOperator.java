package io.hydrant.core.iam;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// What compares a policy's value with a request's. `negated` operators hold when the comparison
/// does not.
record ConditionOperator(
        Comparison comparison, Values values, boolean negated, boolean takesVariables) {

    /// What the values of a policy have to be.
    enum Values {
        TEXT,
        ARN,
        NUMBER,
        DATE,
        TRUTH,
        BINARY,
        ADDRESS
    }

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
                Values.TEXT,
                (policy, value) -> Glob.plain(policy).equals(value));
        pair(
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
                Values.TEXT,
                (policy, value) -> Glob.plain(policy).equalsIgnoreCase(value));
        pair("StringLike", "StringNotLike", Values.TEXT, Glob::matches);
        pair("ArnEquals", "ArnNotEquals", Values.ARN, ArnComparison::matches);
        pair("ArnLike", "ArnNotLike", Values.ARN, ArnComparison::matches);
        ordered("Numeric", Values.NUMBER, NumericComparison::of);
        ordered("Date", Values.DATE, DateComparison::of);
        single("Bool", Values.TRUTH, (policy, value) -> Glob.plain(policy).equalsIgnoreCase(value));
        single("BinaryEquals", Values.BINARY, String::equals);
        pair("IpAddress", "NotIpAddress", Values.ADDRESS, IpComparison::matches);
        BY_NAME.put("Null", new ConditionOperator(PRESENCE, Values.TRUTH, false, false));
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

    boolean isOfDates() {
        return values == Values.DATE;
    }

    /// Whether the value of a policy, variables aside, is one that can be compared.
    boolean reads(String policy) {
        return switch (values) {
            case TEXT -> true;
            case ARN -> ArnComparison.reads(policy);
            case NUMBER -> NumericComparison.reads(policy);
            case DATE -> DateComparison.parse(policy.strip()).isPresent();
            case TRUTH -> policy.equalsIgnoreCase("true") || policy.equalsIgnoreCase("false");
            case BINARY -> policy.matches("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2,3}={1,2})?");
            case ADDRESS -> IpComparison.reads(policy);
        };
    }

    /// Texts, ARNs and truths may hold variables.
    private static boolean mayHoldVariables(Values values) {
        return values == Values.TEXT || values == Values.ARN || values == Values.TRUTH;
    }

    private static void ordered(
            String kind, Values values, Function<IntPredicate, Comparison> comparing) {
        pair(kind + "Equals", kind + "NotEquals", values, comparing.apply(order -> order == 0));
        single(kind + "LessThan", values, comparing.apply(order -> order < 0));
        single(kind + "LessThanEquals", values, comparing.apply(order -> order <= 0));
        single(kind + "GreaterThan", values, comparing.apply(order -> order > 0));
        single(kind + "GreaterThanEquals", values, comparing.apply(order -> order >= 0));
    }

    private static void pair(
            String positive, String negative, Values values, Comparison comparison) {
        boolean variables = mayHoldVariables(values);
        BY_NAME.put(positive, new ConditionOperator(comparison, values, false, variables));
        BY_NAME.put(negative, new ConditionOperator(comparison, values, true, variables));
    }

    private static void single(String name, Values values, Comparison comparison) {
        BY_NAME.put(
                name, new ConditionOperator(comparison, values, false, mayHoldVariables(values)));
    }
}
