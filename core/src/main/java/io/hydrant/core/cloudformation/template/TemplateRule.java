package io.hydrant.core.cloudformation.template;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A rule of the Rules section: what parameters must be like together, when its condition holds.
/// Asked whenever a stack or a change set is made or updated, before anything else is.
public record TemplateRule(
        String name, Optional<TemplateCondition> condition, List<Assertion> assertions) {
    public TemplateRule {
        assertions = List.copyOf(assertions);
    }

    /// What must hold, and what to say when it does not.
    public record Assertion(TemplateCondition condition, Optional<String> description) {}

    /// Every value that it compares.
    List<Expression> compared() {
        return Stream.concat(condition.stream(), assertions.stream().map(Assertion::condition))
                .flatMap(each -> each.compared().stream())
                .toList();
    }

    /// @throws io.hydrant.aws.ServiceException the ValidationError of the first assertion that does
    ///   not hold
    void check(Scope scope) {
        if (!condition.map(when -> holds(when, scope)).orElse(true)) {
            return;
        }
        for (Assertion assertion : assertions) {
            if (!holds(assertion.condition(), scope)) {
                throw CloudFormationError.VALIDATION.because(
                        "Template validation error: Rule %s is not met%s",
                        name, assertion.description().map(text -> ": " + text).orElse("."));
            }
        }
    }

    private static boolean holds(TemplateCondition condition, Scope scope) {
        return condition.holds(scope, other -> false);
    }
}
