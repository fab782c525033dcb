package io.hydrant.core.iam;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// One statement of a policy: whom, what and where it speaks of, and under which conditions.
record Statement(
        boolean allow,
        Selection actions,
        Optional<Selection> resources,
        Optional<PrincipalSelection> principals,
        List<Condition> conditions) {

    /// A list of patterns, or all that matches none of them (`NotAction`, `NotResource`).
    record Selection(List<String> patterns, boolean inverted) {
        Selection {
            patterns = List.copyOf(patterns);
        }
    }

    Statement {
        conditions = List.copyOf(conditions);
    }

    static Statement parse(JsonNode node) {
        return new Statement(
                node.path("Effect").asString("").equals("Allow"),
                selection(node, "Action").orElse(new Selection(List.of(), false)),
                selection(node, "Resource"),
                PrincipalSelection.parse(node),
                Condition.parseAll(node.path("Condition")));
    }

    private static Optional<Selection> selection(JsonNode node, String name) {
        if (node.has(name)) {
            return Optional.of(new Selection(PolicyDocument.strings(node.get(name)), false));
        }
        if (node.has("Not" + name)) {
            return Optional.of(new Selection(PolicyDocument.strings(node.get("Not" + name)), true));
        }
        return Optional.empty();
    }

    /// Whether action, resource and conditions hold. Whom it speaks of is asked separately.
    boolean covers(AuthorizationRequest request, ConditionContext context, boolean variables) {
        Variables expansion = new Variables(context, variables);
        return coversAction(request.action())
                && coversResource(request.resource(), expansion)
                && conditions.stream().allMatch(condition -> condition.holds(context, expansion));
    }

    /// Whether it may speak of an action on a resource, whatever its variables become and whether
    /// its conditions hold or not.
    boolean mayCover(String action, String resource) {
        return coversAction(action)
                && resources
                        .map(selection ->
                                selection.inverted()
                                        || selection.patterns().stream()
                                                .map(Variables::asPattern)
                                                .anyMatch(glob -> Glob.matches(glob, resource)))
                        .orElse(true);
    }

    /// The condition keys that it asks for: in its conditions and, if its policy's version has
    /// them, in variables.
    Stream<String> keys(boolean variables) {
        Stream<String> named = conditions.stream().map(Condition::key);
        if (!variables) {
            return named;
        }
        Stream<String> texts =
                Stream.concat(
                        resources.stream().flatMap(selection -> selection.patterns().stream()),
                        conditions.stream()
                                .filter(condition -> condition.operator().takesVariables())
                                .flatMap(condition -> condition.values().stream()));
        return Stream.concat(named, texts.flatMap(Variables::keys));
    }

    boolean coversAction(String action) {
        boolean named =
                actions.patterns().stream()
                        .anyMatch(pattern -> Glob.matchesIgnoringCase(pattern, action));
        return named != actions.inverted();
    }

    private boolean coversResource(String resource, Variables variables) {
        if (resources.isEmpty()) {
            return true; // a trust policy: it has no resource but the role itself
        }
        boolean inverted = resources.get().inverted();
        for (String pattern : resources.get().patterns()) {
            Optional<String> glob = variables.expand(pattern);
            if (glob.isEmpty() && inverted) {
                return false; // what is excluded is unknown
            }
            if (glob.isPresent() && Glob.matches(glob.get(), resource)) {
                return !inverted;
            }
        }
        return inverted;
    }
}
