package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether a document may be stored as a policy of its kind, with AWS's texts for what is wrong.
final class PolicyValidation {
    private static final StatementRules RULES = new StatementRules(PolicyValidation::malformed);
    private static final String NO_RESOURCES = "Policy statement must contain resources.";
    private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+");
    private static final Pattern TRUST_ACTION =
            Pattern.compile(
                    "(?i)\\*|sts:(AssumeRole[A-Za-z*]*|TagSession|SetSourceIdentity|SetContext|\\*)");
    private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov", "*");
    private static final int ARN_PARTS = 6;

    /// The characters a trust policy may have, white space excluded.
    private static final int TRUST_CHARACTERS_MAX = 2_048;

    /// The characters a managed policy may have, white space excluded.
    private static final int MANAGED_CHARACTERS_MAX = 6_144;

    private PolicyValidation() {}

    /// @throws io.hydrant.aws.ServiceException MalformedPolicyDocument
    static void identityPolicy(String document) {
        RULES.statements(document, StatementRules.SYNTAX).forEach(PolicyValidation::checkIdentity);
    }

    static void managedPolicy(String document) {
        identityPolicy(document);
        if (characters(document) > MANAGED_CHARACTERS_MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Cannot exceed quota for PolicySize: %d", MANAGED_CHARACTERS_MAX);
        }
    }

    static void trustPolicy(String document) {
        RULES.statements(document, "This policy contains invalid Json")
                .forEach(PolicyValidation::checkTrust);
        if (characters(document) > TRUST_CHARACTERS_MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Cannot exceed quota for ACLSizePerRole: %d", TRUST_CHARACTERS_MAX);
        }
    }

    static ServiceException malformed(String text) {
        return IamError.MALFORMED_POLICY_DOCUMENT.because("%s", text);
    }

    /// How long a document counts: white space is free.
    static long characters(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    private static void checkIdentity(JsonNode statement) {
        RULES.require(
                !statement.has("Principal") && !statement.has("NotPrincipal"),
                "Policy document should not specify a principal.");
        for (String action : RULES.selection(statement, "Action")) {
            RULES.require(ACTION.matcher(action).matches(), StatementRules.VENDOR);
        }
        List<String> resources = RULES.selection(statement, "Resource");
        RULES.require(!resources.isEmpty(), NO_RESOURCES);
        resources.forEach(PolicyValidation::checkResource);
    }

    private static void checkResource(String resource) {
        if (resource.equals("*")) {
            return;
        }
        String[] parts = resource.split(":", ARN_PARTS);
        RULES.require(
                parts.length == ARN_PARTS && parts[0].equals("arn"),
                "Resource " + resource + " must be in ARN format or \"*\".");
        RULES.require(
                PARTITIONS.contains(parts[1]),
                "Partition \"" + parts[1] + "\" is not valid for resource \"" + resource + "\".");
    }

    private static void checkTrust(JsonNode statement) {
        RULES.require(
                !statement.has("Resource") && !statement.has("NotResource"),
                "Has prohibited field Resource.");
        RULES.require(
                statement.has("Principal") || statement.has("NotPrincipal"),
                "AssumeRole policy must contain principals.");
        for (String action : RULES.selection(statement, "Action")) {
            RULES.require(
                    TRUST_ACTION.matcher(action).matches(),
                    "AssumeRole policy may only specify STS AssumeRole actions.");
        }
        String invalid =
                PrincipalRules.firstInvalid(
                        statement.path(statement.has("Principal") ? "Principal" : "NotPrincipal"));
        RULES.require(invalid.isEmpty(), PrincipalRules.INVALID + invalid);
    }
}
