package io.hydrant.core.iam;

import java.time.Instant;
import java.util.Optional;

/// A key that requests are signed with, and who signs with it. Long-term keys (`AKIA…`) have
/// neither token nor expiry; temporary ones (`ASIA…`) have both, and every request must carry the
/// token. Inactive keys are not found at all.
public record AccessKey(
        String id,
        Secret secret,
        Optional<Secret> sessionToken,
        Optional<Instant> expires,
        Principal principal) {}
