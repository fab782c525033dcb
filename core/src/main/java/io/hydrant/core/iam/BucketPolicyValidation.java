package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.regex.Pattern;

/// Whether a document may be stored as a bucket's policy, with S3's texts for what is wrong.
final class BucketPolicyValidation {
    private static final String NOT_JSON =
            "Policies must be valid JSON and the first byte must be '{'";
    private static final StatementRules RULES =
            new StatementRules(BucketPolicyValidation::malformed);
    private static final Pattern ACTION = Pattern.compile("(?i)\\*|s3:[a-z*?]+");

    private BucketPolicyValidation() {}

    /// @throws ServiceException MalformedPolicy
    static void check(String document, String bucket) {
        RULES.require(document.startsWith("{"), NOT_JSON);
        for (JsonNode statement : RULES.statements(document, NOT_JSON)) {
            check(statement, bucket);
        }
    }

    private static void check(JsonNode statement, String bucket) {
        RULES.require(
                statement.has("Principal") || statement.has("NotPrincipal"),
                "Missing required field Principal");
        JsonNode principal =
                statement.path(statement.has("Principal") ? "Principal" : "NotPrincipal");
        String invalid = PrincipalRules.firstInvalid(principal);
        RULES.require(invalid.isEmpty(), PrincipalRules.INVALID + invalid);
        for (String action : RULES.selection(statement, "Action")) {
            RULES.require(ACTION.matcher(action).matches(), "Policy has invalid action");
        }
        List<String> resources = RULES.selection(statement, "Resource");
        RULES.require(!resources.isEmpty(), "Missing required field Resource");
        for (String resource : resources) {
            RULES.require(isOf(bucket, resource), "Policy has invalid resource");
        }
    }

    /// The bucket itself, something in it, or a pattern that can match either.
    private static boolean isOf(String bucket, String resource) {
        String[] parts = resource.split(":", 6);
        if (resource.equals("*")) {
            return true;
        }
        if (parts.length != 6 || !parts[2].equals("s3")) {
            return false;
        }
        int slash = parts[5].indexOf('/');
        String name = slash < 0 ? parts[5] : parts[5].substring(0, slash);
        return Glob.matches(name, bucket);
    }

    static ServiceException malformed(String text) {
        if (text.startsWith(PrincipalRules.INVALID)) {
            return refusal("Invalid principal in policy")
                    .with("Detail", text.substring(PrincipalRules.INVALID.length()));
        }
        return refusal(
                switch (text) {
                    case StatementRules.SYNTAX -> "Invalid policy syntax.";
                    case StatementRules.NO_ACTIONS -> "Missing required field Action";
                    default -> text;
                });
    }

    private static ServiceException refusal(String text) {
        return new ServiceException(400, "MalformedPolicy", text);
    }
}
