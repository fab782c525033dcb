package io.hydrant.core.iam;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// How principals are written in trust policies and resources' policies.
final class PrincipalRules {
    static final String INVALID = "Invalid principal in policy: ";

    private static final Set<String> TYPES = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    /// Everyone, an account, the ARN of a user, role or session without wildcards, a unique id, or
    /// an identity of CloudFront.
    private static final Pattern AWS =
            Pattern.compile(
                    "\\*|\\d{12}|A[A-Z0-9]{15,}(:[\\w+=,.@-]+)?"
                            + "|arn:aws:iam::\\d{12}:(root|(user|role)/[^*?]+)"
                            + "|arn:aws:sts::\\d{12}:(assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]+"
                            + "|federated-user/[\\w+=,.@-]+)"
                            + "|arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity \\w+");

    private static final Pattern SERVICE =
            Pattern.compile(
                    "[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(amazonaws\\.com(\\.cn)?|amazon\\.com|aws\\.internal)");

    /// The domain of a provider, or the ARN of one.
    private static final Pattern FEDERATED =
            Pattern.compile(
                    "([a-z0-9-]+\\.)+[a-z]+(/\\S*)?|arn:aws:iam::\\d{12}:(saml|oidc)-provider/[^*?]+");

    private static final Pattern CANONICAL_USER = Pattern.compile("[0-9a-f]{64}");

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
        if (!value.isString()) {
            return false;
        }
        Pattern pattern =
                switch (type) {
                    case "AWS" -> AWS;
                    case "Service" -> SERVICE;
                    case "Federated" -> FEDERATED;
                    case "CanonicalUser" -> CANONICAL_USER;
                    default -> throw new IllegalStateException(type);
                };
        return pattern.matcher(value.stringValue()).matches();
    }

    /// The text of the refusal; AWS writes the types of services and providers in capitals.
    static String invalid(String type, String value) {
        return INVALID + pair(type, value);
    }

    private static String pair(String type, String value) {
        String shown =
                type.equals("Service") || type.equals("Federated")
                        ? type.toUpperCase(Locale.ROOT)
                        : type;
        return '"' + shown + "\":\"" + value + '"';
    }
}
