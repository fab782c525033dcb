package io.hydrant.core.iam;

import java.time.Instant;
import java.util.Optional;

/// A key that requests are signed with, and who signs with it. Long-term keys (`AKIA…`) have
/// neither token nor times; temporary ones (`ASIA…`) have all three, and every request must carry
/// the token. Inactive keys are not found at all.
public record AccessKey(
        String id,
        Secret secret,
        Optional<Secret> sessionToken,
        Optional<Instant> issued,
        Optional<Instant> expires,
        Principal principal) {
    /// One that holds until it is deleted.
    public static AccessKey longTerm(String id, Secret secret, Principal principal) {
        return new AccessKey(
                id, secret, Optional.empty(), Optional.empty(), Optional.empty(), principal);
    }
}
