package io.hydrant.core.iam;

import java.util.Optional;

/// The JSON of the policy that a resource has itself: a bucket's, or the trust policy of a role.
/// `decides`: it must allow, whatever the principal's own policies say.
public record ResourcePolicy(Optional<String> document, boolean decides) {
    public static final ResourcePolicy NONE = new ResourcePolicy(Optional.empty(), false);

    /// Within one account it allows beside the principal's own policies.
    public static ResourcePolicy ofBucket(Optional<String> document) {
        return document.isEmpty() ? NONE : new ResourcePolicy(document, false);
    }

    /// Nobody assumes a role that its trust policy does not let.
    public static ResourcePolicy ofTrust(String document) {
        return new ResourcePolicy(Optional.of(document), true);
    }
}
