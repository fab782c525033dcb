package io.hydrant.server.iam;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.MatchedStatement;
import io.hydrant.core.iam.Simulation;
import io.hydrant.core.iam.StatementPlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The requests of a simulation: each action on each resource, in this order, and which part of
/// them a caller asks for. Only that part is simulated.
record SimulatedRequests(List<String> actions, List<String> resources, Paged paged) {
    private static final String ALL = "*";

    SimulatedRequests {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
    }

    /// Writes what comes of them, and whether there are more.
    void write(XmlWriter result, Simulation simulation) {
        SimulationInput.checkActions(actions);
        int count = actions.size() * resources.size();
        int from = paged.after().map(SimulatedRequests::index).orElse(0);
        int to = Math.min(count, from + paged.maxItems());
        result.start("EvaluationResults");
        for (int i = from; i < to; i++) {
            String action = actions.get(i / resources.size());
            String resource = resources.get(i % resources.size());
            write(result, action, resource, simulation.of(action, resource));
        }
        result.end();
        new Paged.Page<>(
                        List.of(),
                        to < count
                                ? Optional.of(Paged.encode(Integer.toString(to)))
                                : Optional.empty())
                .writeEnd(result);
    }

    private static void write(
            XmlWriter result, String action, String resource, Simulation.Outcome outcome) {
        boolean specific = !resource.equals(ALL);
        result.start("member")
                .element("EvalActionName", action)
                .element("EvalResourceName", resource)
                .element("EvalDecision", outcome.verdict().word());
        explain(result, outcome, specific);
        if (specific) {
            result.start("ResourceSpecificResults")
                    .start("member")
                    .element("EvalResourceName", resource)
                    .element("EvalResourceDecision", outcome.verdict().word());
            explain(result, outcome, true);
            result.end().end();
        }
        result.end();
    }

    private static void explain(XmlWriter result, Simulation.Outcome outcome, boolean details) {
        result.start("MatchedStatements");
        outcome.matched().forEach(statement -> write(result, statement));
        result.end().start("MissingContextValues");
        outcome.missing().forEach(key -> result.element("member", key));
        result.end();
        outcome.allowedByBoundary()
                .ifPresent(allowed ->
                        result.start("PermissionsBoundaryDecisionDetail")
                                .element("AllowedByPermissionsBoundary", allowed)
                                .end());
        if (details) {
            write(result, outcome.details());
        }
    }

    private static void write(XmlWriter result, MatchedStatement statement) {
        result.start("member")
                .element("SourcePolicyId", statement.policyId())
                .element("SourcePolicyType", statement.policyType());
        write(result, "StartPosition", statement.place().start());
        write(result, "EndPosition", statement.place().end());
        result.end();
    }

    private static void write(XmlWriter result, String element, StatementPlace.Position position) {
        result.start(element)
                .element("Line", position.line())
                .element("Column", position.column())
                .end();
    }

    private static void write(XmlWriter result, Map<String, Simulation.Verdict> details) {
        result.start("EvalDecisionDetails");
        details.forEach((kind, verdict) ->
                result.start("entry").element("key", kind).element("value", verdict.word()).end());
        result.end();
    }

    private static int index(String marker) {
        if (!marker.matches("\\d{1,7}")) {
            throw IamError.VALIDATION_ERROR.because("Invalid Marker.");
        }
        return Integer.parseInt(marker);
    }
}
