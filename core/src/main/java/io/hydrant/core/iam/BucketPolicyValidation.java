package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Whether a document may be stored as a bucket's policy, with S3's texts for what is wrong. S3 is
/// stricter than IAM: every action has to be one that can be done to a resource of its statement,
/// under conditions that it knows.
final class BucketPolicyValidation {
    private static final String NOT_JSON =
            "Policies must be valid JSON and the first byte must be '{'";
    private static final StatementRules RULES =
            new StatementRules(StatementRules.Words.OF_S3, BucketPolicyValidation::malformed);

    private BucketPolicyValidation() {}

    /// Whether its principals are there is not asked: [StoredPrincipals] knows.
    ///
    /// @throws ServiceException MalformedPolicy
    static void check(String document, String bucket) {
        RULES.require(document.startsWith("{"), NOT_JSON);
        List<JsonNode> statements = RULES.statements(document, NOT_JSON, false);
        RULES.finish(statements);
        statements.forEach(statement -> check(statement, bucket));
    }

    private static void check(JsonNode statement, String bucket) {
        RULES.require(
                statement.has("Principal") || statement.has("NotPrincipal"),
                "Missing required field Principal");
        String invalid =
                PrincipalRules.firstInvalid(
                        statement.path(statement.has("Principal") ? "Principal" : "NotPrincipal"));
        RULES.require(invalid.isEmpty(), PrincipalRules.INVALID + invalid);
        for (String action : RULES.selection(statement, "Action")) {
            RULES.require(!S3Actions.named(action).isEmpty(), "Policy has invalid action");
        }
        List<String> resources = RULES.selection(statement, "Resource");
        RULES.require(!resources.isEmpty(), "Missing required field Resource");
        for (String resource : resources) {
            RULES.require(!targets(resource, bucket).isEmpty(), "Policy has invalid resource");
        }
        checkMeeting(statement, resources, bucket);
    }

    /// What a statement leaves out (`NotAction`, `NotResource`) has to be there, no more.
    private static void checkMeeting(JsonNode statement, List<String> resources, String bucket) {
        Set<S3Actions.Target> targets = EnumSet.noneOf(S3Actions.Target.class);
        if (statement.has("NotResource")) {
            targets.addAll(EnumSet.allOf(S3Actions.Target.class));
        } else {
            resources.forEach(resource -> targets.addAll(targets(resource, bucket)));
        }
        List<String> actions =
                statement.has("NotAction") ? List.of("*") : RULES.selection(statement, "Action");
        for (String action : actions) {
            RULES.require(
                    S3Actions.named(action).stream()
                            .anyMatch(named -> targets.contains(named.target())),
                    "Action does not apply to any resource(s) in statement");
        }
        for (Map.Entry<String, JsonNode> operator : statement.path("Condition").properties()) {
            for (String key : operator.getValue().propertyNames()) {
                checkKey(key, actions, targets);
            }
        }
    }

    /// Global keys go with every action, S3's own with those that bring them.
    private static void checkKey(String key, List<String> actions, Set<S3Actions.Target> targets) {
        if (key.regionMatches(true, 0, "aws:", 0, "aws:".length())) {
            return;
        }
        RULES.require(
                key.regionMatches(true, 0, "s3:", 0, "s3:".length()),
                "Policy has an invalid condition key");
        for (String action : actions) {
            RULES.require(
                    S3Actions.named(action).stream()
                            .filter(named -> targets.contains(named.target()))
                            .anyMatch(named -> ConditionKeys.meets(key, named.name())),
                    "Conditions do not apply to combination of actions and resources in statement");
        }
    }

    /// Whether a resource, which may be a pattern, can be the bucket itself, or something in it.
    private static Set<S3Actions.Target> targets(String resource, String bucket) {
        String arn = "arn:aws:s3:::" + bucket;
        String pattern = Variables.asPattern(resource);
        Set<S3Actions.Target> targets = EnumSet.noneOf(S3Actions.Target.class);
        if (Glob.matches(pattern, arn)) {
            targets.add(S3Actions.Target.BUCKET);
        }
        if (Glob.matchesBeyond(pattern, arn + "/")) {
            targets.add(S3Actions.Target.OBJECT);
        }
        return targets;
    }

    static ServiceException malformed(String text) {
        return text.startsWith(PrincipalRules.INVALID)
                ? refusal("Invalid principal in policy")
                        .with("Detail", text.substring(PrincipalRules.INVALID.length()))
                : refusal(text);
    }

    private static ServiceException refusal(String text) {
        return new ServiceException(400, "MalformedPolicy", text);
    }
}
