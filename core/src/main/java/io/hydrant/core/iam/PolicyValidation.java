package io.hydrant.core.iam;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Whether a document may be stored as a policy of its kind, with AWS's texts for what is wrong.
final class PolicyValidation {
    private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
    private static final Set<String> MEMBERS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Principal",
                    "NotPrincipal",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition");
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
    private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+");
    private static final Pattern TRUST_ACTION =
            Pattern.compile(
                    "(?i)\\*|sts:(AssumeRole[A-Za-z*]*|TagSession|SetSourceIdentity|SetContext|\\*)");
    private static final Pattern PRINCIPAL_AWS =
            Pattern.compile(
                    "\\*|\\d{12}|arn:[a-z-]+:(iam|sts)::\\d{12}:(root|(user|role|assumed-role|federated-user)/.+)|A[A-Z0-9]{15,}");
    private static final Set<String> PRINCIPAL_TYPES =
            Set.of("AWS", "Service", "Federated", "CanonicalUser");

    /// The characters a trust policy may have, white space excluded.
    private static final int TRUST_CHARACTERS_MAX = 2_048;

    /// The characters a managed policy may have, white space excluded.
    private static final int MANAGED_CHARACTERS_MAX = 6_144;

    private PolicyValidation() {}

    /// @throws io.hydrant.aws.ServiceException MalformedPolicyDocument
    static void identityPolicy(String document) {
        checkStatements(
                read(document, "Syntax errors in policy."), PolicyValidation::checkIdentity);
    }

    static void managedPolicy(String document) {
        identityPolicy(document);
        if (characters(document) > MANAGED_CHARACTERS_MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Cannot exceed quota for PolicySize: %d", MANAGED_CHARACTERS_MAX);
        }
    }

    static void trustPolicy(String document) {
        JsonNode root = read(document, "This policy contains invalid Json");
        checkStatements(root, PolicyValidation::checkTrust);
        if (characters(document) > TRUST_CHARACTERS_MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Cannot exceed quota for ACLSizePerRole: %d", TRUST_CHARACTERS_MAX);
        }
    }

    /// How long a document counts: white space is free.
    static long characters(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    private static JsonNode read(String document, String notJson) {
        try {
            JsonNode root = PolicyDocument.JSON.readTree(document);
            if (!root.isObject()) {
                throw malformed(notJson);
            }
            return root;
        } catch (JacksonException e) {
            throw malformed(notJson);
        }
    }

    private static void checkStatements(
            JsonNode root, java.util.function.Consumer<JsonNode> check) {
        for (String member : root.propertyNames()) {
            require(
                    Set.of("Version", "Id", "Statement").contains(member),
                    "Syntax errors in policy.");
        }
        if (root.has("Version")) {
            require(
                    VERSIONS.contains(root.get("Version").asString("")),
                    "Syntax errors in policy.");
        }
        List<JsonNode> statements = PolicyDocument.oneOrMany(root.path("Statement"));
        require(!statements.isEmpty(), "Syntax errors in policy.");
        Set<String> sids = new HashSet<>();
        for (JsonNode statement : statements) {
            checkStatement(statement, sids);
            check.accept(statement);
        }
    }

    private static void checkStatement(JsonNode statement, Set<String> sids) {
        require(statement.isObject(), "Syntax errors in policy.");
        for (String member : statement.propertyNames()) {
            require(MEMBERS.contains(member), "Syntax errors in policy.");
        }
        String effect = statement.path("Effect").asString("");
        require(effect.equals("Allow") || effect.equals("Deny"), "Syntax errors in policy.");
        checkSid(statement.path("Sid").asString(""), sids);
        require(
                statement.has("Action") != statement.has("NotAction"),
                "Policy statement must contain actions.");
        for (Map.Entry<String, JsonNode> operator : statement.path("Condition").properties()) {
            require(
                    ConditionOperator.exists(operator.getKey()) && operator.getValue().isObject(),
                    "Invalid Condition type : " + operator.getKey() + ".");
        }
    }

    private static void checkSid(String sid, Set<String> sids) {
        require(
                SID.matcher(sid).matches(),
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*");
        require(
                sid.isEmpty() || sids.add(sid),
                "Statement IDs (SID) in a single policy must be unique.");
    }

    private static void checkIdentity(JsonNode statement) {
        require(
                !statement.has("Principal") && !statement.has("NotPrincipal"),
                "Policy document should not specify a principal.");
        List<String> actions = selection(statement, "Action");
        require(!actions.isEmpty(), "Policy statement must contain actions.");
        requireAll(
                actions,
                ACTION.asMatchPredicate(),
                action ->
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        require(
                statement.has("Resource") != statement.has("NotResource"),
                "Policy statement must contain resources.");
        List<String> resources = selection(statement, "Resource");
        require(!resources.isEmpty(), "Policy statement must contain resources.");
        requireAll(
                resources,
                resource ->
                        resource.equals("*")
                                || resource.startsWith("arn:")
                                        && resource.split(":", 6).length == 6,
                resource -> "Resource " + resource + " must be in ARN format or \"*\".");
        requireAll(
                resources,
                resource ->
                        resource.equals("*")
                                || Set.of("aws", "aws-cn", "aws-us-gov", "*")
                                        .contains(resource.split(":", 6)[1]),
                resource ->
                        "Partition \""
                                + resource.split(":", 6)[1]
                                + "\" is not valid for resource \""
                                + resource
                                + "\".");
    }

    private static void checkTrust(JsonNode statement) {
        require(
                !statement.has("Resource") && !statement.has("NotResource"),
                "Has prohibited field Resource.");
        require(
                statement.has("Principal") != statement.has("NotPrincipal"),
                "AssumeRole policy must contain principals");
        requireAll(
                selection(statement, "Action"),
                TRUST_ACTION.asMatchPredicate(),
                action -> "AssumeRole policy may only specify STS AssumeRole actions.");
        checkPrincipal(statement.path(statement.has("Principal") ? "Principal" : "NotPrincipal"));
    }

    private static void checkPrincipal(JsonNode principal) {
        if (principal.isString()) {
            require(
                    principal.asString().equals("*"),
                    "Invalid principal in policy: \"AWS\":\"" + principal.asString() + "\"");
            return;
        }
        for (Map.Entry<String, JsonNode> type : principal.properties()) {
            require(
                    PRINCIPAL_TYPES.contains(type.getKey()),
                    "Invalid principal in policy: \"" + type.getKey() + "\"");
            for (String value : PolicyDocument.strings(type.getValue())) {
                boolean valid =
                        !value.isEmpty()
                                && (!type.getKey().equals("AWS")
                                        || PRINCIPAL_AWS.matcher(value).matches());
                require(
                        valid,
                        "Invalid principal in policy: \"" + type.getKey() + "\":\"" + value + "\"");
            }
        }
    }

    private static List<String> selection(JsonNode statement, String name) {
        return PolicyDocument.strings(
                statement.has(name) ? statement.get(name) : statement.path("Not" + name));
    }

    private static void requireAll(
            List<String> values,
            Predicate<String> valid,
            java.util.function.Function<String, String> text) {
        for (String value : values) {
            if (!valid.test(value)) {
                throw malformed(text.apply(value));
            }
        }
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw malformed(text);
        }
    }

    private static io.hydrant.aws.ServiceException malformed(String text) {
        return IamError.MALFORMED_POLICY_DOCUMENT.because("%s", text);
    }
}
