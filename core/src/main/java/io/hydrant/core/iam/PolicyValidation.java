package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Whether a document may be stored as a policy of its kind, with AWS's texts for what is wrong.
final class PolicyValidation {
    private static final StatementRules RULES =
            new StatementRules(StatementRules.Words.OF_IAM, PolicyValidation::malformed);
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
    private static final Pattern VENDOR = Pattern.compile("\\*|[A-Za-z0-9.-]+");
    private static final Pattern TRUST_ACTION =
            Pattern.compile(
                    "(?i)\\*|sts:(AssumeRole[A-Za-z*]*|TagSession|SetSourceIdentity|SetContext|\\*)");

    /// The characters a trust policy may have, white space excluded.
    private static final int TRUST_CHARACTERS_MAX = 2_048;

    /// The characters a managed policy may have, white space excluded.
    private static final int MANAGED_CHARACTERS_MAX = 6_144;

    private PolicyValidation() {}

    /// @throws ServiceException MalformedPolicyDocument
    static void identityPolicy(String document) {
        checkIdentity(document, false);
    }

    /// @throws ServiceException MalformedPolicyDocument, LimitExceeded
    static void managedPolicy(String document) {
        checkIdentity(document, true);
        if (characters(document) > MANAGED_CHARACTERS_MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Cannot exceed quota for PolicySize: %d", MANAGED_CHARACTERS_MAX);
        }
    }

    /// Whether its principals are there is not asked: [StoredPrincipals] knows.
    ///
    /// @throws ServiceException MalformedPolicyDocument, LimitExceeded
    static void trustPolicy(String document) {
        List<JsonNode> statements =
                RULES.statements(document, "This policy contains invalid Json", false);
        statements.forEach(PolicyValidation::checkSid);
        RULES.finish(statements);
        statements.forEach(PolicyValidation::checkTrust);
        if (characters(document) > TRUST_CHARACTERS_MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Cannot exceed quota for ACLSizePerRole: %d", TRUST_CHARACTERS_MAX);
        }
    }

    /// Of any resource but a role. Whether its principals are there is not asked.
    ///
    /// @throws ServiceException MalformedPolicyDocument
    static void resourcePolicy(String document) {
        List<JsonNode> statements = RULES.statements(document, RULES.words().syntax(), false);
        RULES.finish(statements);
        for (JsonNode statement : statements) {
            RULES.require(
                    statement.has("Principal") || statement.has("NotPrincipal"),
                    "Policy statement must contain principals.");
            checkPrincipals(statement);
            RULES.require(
                    !RULES.selection(statement, "Resource").isEmpty(),
                    "Policy statement must contain resources.");
        }
    }

    static ServiceException malformed(String text) {
        return IamError.MALFORMED_POLICY_DOCUMENT.because("%s", text);
    }

    /// How long a document counts: white space is free.
    static long characters(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    private static void checkIdentity(String document, boolean newest) {
        List<JsonNode> statements = RULES.statements(document, RULES.words().syntax(), newest);
        for (JsonNode statement : statements) {
            List<String> resources = RULES.selection(statement, "Resource");
            RULES.require(
                    resources.stream().anyMatch(PolicyValidation::isFaulty)
                            || resources.stream().allMatch(ResourceRules::isLegible),
                    RULES.words().legacy());
        }
        statements.forEach(PolicyValidation::checkSid);
        RULES.finish(statements);
        statements.forEach(PolicyValidation::checkIdentity);
    }

    private static void checkIdentity(JsonNode statement) {
        RULES.require(
                !statement.has("Principal") && !statement.has("NotPrincipal"),
                "Policy document should not specify a principal.");
        List<String> resources = RULES.selection(statement, "Resource");
        RULES.require(!resources.isEmpty(), "Policy statement must contain resources.");
        resources.stream()
                .sorted()
                .map(ResourceRules::fault)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(fault -> RULES.require(false, fault));
        RULES.selection(statement, "Action").forEach(PolicyValidation::checkAction);
    }

    private static boolean isFaulty(String resource) {
        return ResourceRules.fault(resource).isPresent();
    }

    /// Services and actions that nobody knows are fine: they may be there tomorrow.
    private static void checkAction(String action) {
        String[] parts = action.split(":", -1);
        RULES.require(
                parts.length > 1 || action.equals("*"),
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        RULES.require(parts.length <= 2, "Actions/Condition can contain only one colon.");
        RULES.require(VENDOR.matcher(parts[0]).matches(), "Vendor " + parts[0] + " is not valid");
    }

    private static void checkSid(JsonNode statement) {
        RULES.require(
                SID.matcher(statement.path("Sid").asString("")).matches(),
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the"
                        + " regular expression [0-9A-Za-z]*");
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
        checkPrincipals(statement);
    }

    private static void checkPrincipals(JsonNode statement) {
        String invalid =
                PrincipalRules.firstInvalid(
                        statement.path(statement.has("Principal") ? "Principal" : "NotPrincipal"));
        RULES.require(invalid.isEmpty(), PrincipalRules.INVALID + invalid);
    }
}
