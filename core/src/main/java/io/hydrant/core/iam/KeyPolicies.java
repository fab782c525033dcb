package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The policies of KMS's keys: what may be stored as one, and how it is kept and shown. Without it
/// nobody may do anything with a key, not even the account's root.
public final class KeyPolicies {
    private static final StatementRules RULES =
            new StatementRules(StatementRules.Words.OF_IAM, KeyPolicies::malformed);

    private final StoredPrincipals principals;

    public KeyPolicies(Iam iam) {
        this.principals = new StoredPrincipals(iam);
    }

    /// The text to keep.
    ///
    /// @throws ServiceException MalformedPolicyDocumentException
    public String stored(String document) {
        List<JsonNode> statements = RULES.statements(document, RULES.words().syntax(), false);
        RULES.finish(statements);
        for (JsonNode statement : statements) {
            RULES.require(
                    statement.has("Principal") || statement.has("NotPrincipal"),
                    "Policy statement must contain principals.");
            String invalid =
                    PrincipalRules.firstInvalid(
                            statement.path(
                                    statement.has("Principal") ? "Principal" : "NotPrincipal"));
            RULES.require(
                    invalid.isEmpty(),
                    "Policy contains a statement with one or more invalid principals.");
            RULES.require(
                    !RULES.selection(statement, "Resource").isEmpty(),
                    "Policy statement must contain resources.");
        }
        return principals.stored(
                document,
                _ -> malformed("Policy contains a statement with one or more invalid principals."));
    }

    /// As its author wrote it, from the text that is kept.
    public String shown(String stored) {
        return principals.shown(stored);
    }

    private static ServiceException malformed(String text) {
        return new ServiceException(400, "MalformedPolicyDocumentException", text);
    }
}
