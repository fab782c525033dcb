package io.hydrant.core.iam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Temporary credentials that STS gave out, and whom they stand for. Kept in the catalog, so that
/// they outlive a restart, until they expire. `issued` is missing where an earlier version gave
/// them out.
record Session(
        String accessKeyId,
        String secret,
        String token,
        Optional<Instant> issued,
        Instant expires,
        Optional<Owner> owner) {

    /// The role or user of a session; none is the account's root. `id` is the unique id: another
    /// role or user of the same name, made later, has nothing to do with the session.
    record Owner(
            Identity.Kind kind, String name, String id, String sessionName, List<String> policies) {
        Owner {
            policies = List.copyOf(policies);
        }
    }

    @Override
    public String toString() {
        return "Session[" + accessKeyId + "]";
    }
}
