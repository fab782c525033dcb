package io.hydrant.core.iam;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a caller asks for when it assumes a role. `policy` (a document) and `policyArns` narrow
/// what the session may do.
public record NewRoleSession(
        String roleArn,
        String sessionName,
        Duration duration,
        Optional<String> externalId,
        Optional<String> policy,
        List<String> policyArns) {
    /// The characters that session policies may have together.
    private static final int POLICY_CHARACTERS_MAX = 2_048;

    public NewRoleSession {
        policyArns = List.copyOf(policyArns);
    }

    public boolean hasPolicies() {
        return policy.isPresent() || !policyArns.isEmpty();
    }

    /// How much of the room for session policies is taken.
    public int packedPolicyPercent() {
        long characters =
                policy.map(PolicyValidation::characters).orElse(0L)
                        + policyArns.stream().mapToInt(String::length).sum();
        return (int) Math.max(1, characters * 100 / POLICY_CHARACTERS_MAX);
    }
}
