package io.hydrant.core.iam;

import java.util.List;
import java.util.Optional;

/// Of what type the values of a condition key are that is given for a simulation.
public enum ContextValueType {
    STRING("string", false, "StringEquals"),
    STRING_LIST("stringList", true, "StringEquals"),
    NUMERIC("numeric", false, "NumericEquals"),
    NUMERIC_LIST("numericList", true, "NumericEquals"),
    BOOLEAN("boolean", false, "Bool"),
    BOOLEAN_LIST("booleanList", true, "Bool"),
    IP("ip", false, "IpAddress"),
    IP_LIST("ipList", true, "IpAddress"),
    BINARY("binary", false, "BinaryEquals"),
    BINARY_LIST("binaryList", true, "BinaryEquals"),
    DATE("date", false, "DateEquals"),
    DATE_LIST("dateList", true, "DateEquals");

    private final String word;
    private final boolean many;
    private final String operator;

    /// @param operator that compares values of the type
    ContextValueType(String word, boolean many, String operator) {
        this.word = word;
        this.many = many;
        this.operator = operator;
    }

    /// What is wrong with values that are said to be of this type.
    public Optional<String> fault(List<String> values) {
        if (!many && values.size() != 1) {
            return Optional.of("%d values for type %s".formatted(values.size(), word));
        }
        return values.stream()
                .filter(value -> !ConditionOperator.named(operator).reads(value))
                .map(value -> "%s is no %s".formatted(value, word))
                .findFirst();
    }

    /// As the API spells it.
    @Override
    public String toString() {
        return word;
    }
}
