package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the Rules section.
final class RuleReader {
    /// More than any template has.
    private static final int RULES_MAX = 1_000;

    private static final Set<String> MEMBERS = Set.of("RuleCondition", "Assertions");
    private static final Set<String> ASSERTION_MEMBERS = Set.of("Assert", "AssertDescription");

    private final RuleOperands operands;

    private RuleReader(Collection<Parameter> parameters) {
        this.operands = new RuleOperands(parameters);
    }

    /// @param parameters of the same template, which `Fn::RefAll` looks through
    /// @throws ServiceException when a rule is malformed
    static List<TemplateRule> read(Value section, Collection<Parameter> parameters) {
        Map<String, Value> rules =
                Members.of(section, () -> format("Every Rules member must be an object."));
        Limit.check("rules", rules.size(), RULES_MAX);
        RuleReader reader = new RuleReader(parameters);
        List<TemplateRule> read = new ArrayList<>();
        rules.forEach((name, value) -> read.add(reader.rule(name, value)));
        return List.copyOf(read);
    }

    private TemplateRule rule(String name, Value value) {
        Map<String, Value> members =
                Members.of(value, () -> format("Rule " + name + " must be an object."));
        refuseOthers(name, members, MEMBERS);
        if (!(members.get("Assertions") instanceof Value.Items assertions)) {
            throw format("Rule " + name + " must have a list of Assertions.");
        }
        ConditionReader conditions = ConditionReader.ofRule(name, operands);
        return new TemplateRule(
                name,
                Optional.ofNullable(members.get("RuleCondition")).map(conditions::read),
                assertions.items().stream()
                        .map(assertion -> assertion(name, assertion, conditions))
                        .toList());
    }

    private static TemplateRule.Assertion assertion(
            String rule, Value value, ConditionReader conditions) {
        Map<String, Value> members =
                Members.of(
                        value, () -> format("Every assertion of " + rule + " must be an object."));
        refuseOthers(rule, members, ASSERTION_MEMBERS);
        Value asserted = members.get("Assert");
        if (asserted == null) {
            throw format("Every assertion of rule " + rule + " must have an Assert.");
        }
        return new TemplateRule.Assertion(conditions.read(asserted), description(rule, members));
    }

    private static Optional<String> description(String rule, Map<String, Value> members) {
        Value description = members.get("AssertDescription");
        if (description == null) {
            return Optional.empty();
        }
        if (description instanceof Value.Text text) {
            return Optional.of(text.text());
        }
        throw format("Every AssertDescription of rule " + rule + " must be a string.");
    }

    private static void refuseOthers(String rule, Map<String, Value> members, Set<String> known) {
        for (String member : members.keySet()) {
            if (!known.contains(member)) {
                throw format("Invalid member " + member + " of rule " + rule + ".");
            }
        }
    }

    private static ServiceException format(String problem) {
        return CloudFormationError.VALIDATION.because("%s", "Template format error: " + problem);
    }
}
