package io.hydrant.core.iam;

import java.util.Optional;

/// The JSON of the policy that a resource has itself: a bucket's, a key's, or the trust policy of a
/// role. `decides`: it must allow, whatever the principal's own policies say. `bindsRoot`: so for
/// the root of the resource's own account as well.
public record ResourcePolicy(Optional<String> document, boolean decides, boolean bindsRoot) {
    public static final ResourcePolicy NONE = new ResourcePolicy(Optional.empty(), false);

    public ResourcePolicy(Optional<String> document, boolean decides) {
        this(document, decides, false);
    }

    /// Within one account it allows beside the principal's own policies.
    public static ResourcePolicy ofBucket(Optional<String> document) {
        return document.isEmpty() ? NONE : new ResourcePolicy(document, false);
    }

    /// Nobody assumes a role that its trust policy does not let.
    public static ResourcePolicy ofTrust(String document) {
        return new ResourcePolicy(Optional.of(document), true);
    }

    /// Policies of principals count only where it lets their account in, and root has no other way.
    public static ResourcePolicy ofKey(String document) {
        return new ResourcePolicy(Optional.of(document), true, true);
    }
}
