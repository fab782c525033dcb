package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Reads conditions: those of the Conditions section, or those of rules, which have functions of
/// their own and name no conditions.
final class ConditionReader {
    private static final String NO_CONDITION =
            "Template format error: Conditions can only be boolean operations on parameters and"
                    + " other conditions";

    private final Map<String, BiFunction<String, Value, TemplateCondition>> functions;
    private final String refusal;

    private ConditionReader(
            Map<String, BiFunction<String, Value, TemplateCondition>> functions, String refusal) {
        this.functions = functions;
        this.refusal = refusal;
    }

    static ConditionReader ofConditions() {
        return new ConditionReader(
                Map.of("Condition", (function, name) -> named(name)), NO_CONDITION);
    }

    /// @param rule the rule's name, for errors
    /// @param operands reads what is compared
    static ConditionReader ofRule(String rule, RuleOperands operands) {
        return new ConditionReader(
                Map.of(
                        "Fn::Contains",
                        (function, argument) ->
                                operands.of(function, argument, TemplateCondition.Contains::new),
                        "Fn::EachMemberEquals",
                        (function, argument) ->
                                operands.of(
                                        function,
                                        argument,
                                        TemplateCondition.EachMemberEquals::new),
                        "Fn::EachMemberIn",
                        (function, argument) ->
                                operands.of(
                                        function, argument, TemplateCondition.EachMemberIn::new)),
                "Template format error: Rule "
                        + rule
                        + " can only be made of the functions Fn::And, Fn::Or, Fn::Not, Fn::Equals,"
                        + " Fn::Contains, Fn::EachMemberEquals and Fn::EachMemberIn");
    }

    /// @throws ServiceException when it is none, or one that is not to be here
    TemplateCondition read(Value value) {
        if (!(value instanceof Value.Fields map) || map.fields().size() != 1) {
            throw refused();
        }
        Map.Entry<String, Value> only = map.fields().firstEntry();
        return switch (only.getKey()) {
            case "Fn::Equals" -> equals(only.getValue());
            case "Fn::And" -> new TemplateCondition.And(several(only.getKey(), only.getValue()));
            case "Fn::Or" -> new TemplateCondition.Or(several(only.getKey(), only.getValue()));
            case "Fn::Not" -> not(only.getValue());
            default -> {
                BiFunction<String, Value, TemplateCondition> function =
                        functions.get(only.getKey());
                if (function == null) {
                    throw refused();
                }
                yield function.apply(only.getKey(), only.getValue());
            }
        };
    }

    private ServiceException refused() {
        return CloudFormationError.VALIDATION.because("%s", refusal);
    }

    private static TemplateCondition equals(Value argument) {
        if (argument instanceof Value.Items pair && pair.items().size() == 2) {
            return new TemplateCondition.Equals(
                    ExpressionReader.read(pair.items().getFirst()),
                    ExpressionReader.read(pair.items().getLast()));
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every Fn::Equals object requires a list of 2 string parameters.");
    }

    private List<TemplateCondition> several(String function, Value argument) {
        if (argument instanceof Value.Items items
                && items.items().size() >= 2
                && items.items().size() <= 10) {
            List<TemplateCondition> conditions = new ArrayList<>();
            items.items().forEach(item -> conditions.add(read(item)));
            return List.copyOf(conditions);
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every %s object requires a list of at least 2 and at most 10"
                        + " boolean parameters.",
                function);
    }

    private TemplateCondition not(Value argument) {
        if (argument instanceof Value.Items items && items.items().size() == 1) {
            return new TemplateCondition.Not(read(items.items().getFirst()));
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every Fn::Not object requires a list of 1 boolean parameter.");
    }

    private static TemplateCondition named(Value argument) {
        if (argument instanceof Value.Text name) {
            return new TemplateCondition.Named(name.text());
        }
        throw CloudFormationError.VALIDATION.because(
                "Template format error: Every Condition member must be a string.");
    }
}
