package io.hydrant.core.iam;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// How principals are written in trust policies and resources' policies.
final class PrincipalRules {
    private static final Set<String> TYPES = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    /// Everyone, an account, an ARN without wildcards, or the unique id of a user or role.
    private static final Pattern AWS =
            Pattern.compile(
                    "\\*|\\d{12}|A[A-Z0-9]{15,}|arn:[a-z-]+:(iam|sts)::\\d{12}:"
                            + "(root|(user|role|assumed-role|federated-user)/[^*?]+)");

    private PrincipalRules() {}

    /// The first that is not well written, as error texts show it (`"AWS":"x"`); empty when all
    /// are.
    static String firstInvalid(JsonNode principal) {
        if (principal.isString()) {
            return principal.stringValue().equals("*") ? "" : pair("AWS", principal.stringValue());
        }
        if (!principal.isObject() || principal.isEmpty()) {
            return principal.toString();
        }
        for (Map.Entry<String, JsonNode> type : principal.properties()) {
            for (JsonNode value : PolicyDocument.oneOrMany(type.getValue())) {
                if (!TYPES.contains(type.getKey()) || !isValid(type.getKey(), value)) {
                    return pair(type.getKey(), value.asString(value.toString()));
                }
            }
        }
        return "";
    }

    private static boolean isValid(String type, JsonNode value) {
        return value.isString()
                && !value.stringValue().isEmpty()
                && (!type.equals("AWS") || AWS.matcher(value.stringValue()).matches());
    }

    private static String pair(String type, String value) {
        return '"' + type + "\":\"" + value + '"';
    }
}
