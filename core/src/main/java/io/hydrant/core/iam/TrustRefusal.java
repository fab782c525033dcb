package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says, for the owner of a role, what in its trust policy kept a principal from assuming it.
final class TrustRefusal {
    private TrustRefusal() {}

    static String reason(
            PolicyDocument trust, AuthorizationRequest question, RequestContext context) {
        String role = "The trust policy of " + question.resource();
        String who = question.principal().arn();
        List<Statement> naming = naming(trust, question);
        if (naming.isEmpty()) {
            return role + " does not allow " + question.action() + " to " + who + ".";
        }
        if (naming.stream()
                .anyMatch(statement ->
                        !statement.allow()
                                && statement.covers(question, context, trust.variables()))) {
            return role + " denies " + question.action() + " to " + who + ".";
        }
        return role
                + " allows "
                + question.action()
                + " to "
                + who
                + " only under a condition that does not hold: "
                + unmet(naming, context, trust.variables())
                + ".";
    }

    /// The statements that speak of this principal and action, whatever their conditions.
    private static List<Statement> naming(PolicyDocument trust, AuthorizationRequest question) {
        List<Statement> naming = new ArrayList<>();
        for (Statement statement : trust.statements()) {
            Optional<PrincipalSelection> principals = statement.principals();
            if (statement.coversAction(question.action())
                    && principals.isPresent()
                    && principals.get().match(question.principal())
                            != PrincipalSelection.Match.NONE) {
                naming.add(statement);
            }
        }
        return naming;
    }

    private static String unmet(List<Statement> naming, RequestContext context, boolean variables) {
        Variables expansion = new Variables(context, variables);
        return naming.stream()
                .filter(Statement::allow)
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> !condition.holds(context, expansion))
                .map(condition -> describe(condition, context))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String describe(Condition condition, RequestContext context) {
        List<String> present = context.values(condition.key());
        return condition.name()
                + " "
                + condition.key()
                + " = "
                + String.join(", ", condition.values())
                + (present.isEmpty()
                        ? " (the request has none)"
                        : " (the request has " + String.join(", ", present) + ")");
    }
}
