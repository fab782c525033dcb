package io.hydrant.core.iam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Temporary credentials that STS gave out, and whom they stand for: a role's session when
/// `roleName` is there, else the user of that name, else the account's root. Kept in the catalog,
/// so that they outlive a restart, until they expire.
record Session(
        String accessKeyId,
        String secret,
        String token,
        Instant expires,
        Optional<String> roleName,
        Optional<String> userName,
        String sessionName,
        List<String> policies) {
    Session {
        policies = List.copyOf(policies);
    }

    @Override
    public String toString() {
        return "Session[" + accessKeyId + " " + sessionName + "]";
    }
}
