package io.hydrant.core.iam;

import java.util.List;
import java.util.Optional;

/// What is known of a role, user or managed policy that a request is about, for the condition keys
/// that speak of it. Looked up only when a policy asks.
record ResourceFacts(Iam iam, String resource) {
    private static final String TAG = "resourcetag/";

    /// Of a key in lower case.
    List<String> values(String key) {
        if (key.startsWith("aws:" + TAG) || key.startsWith("iam:" + TAG)) {
            return Tag.values(tags(), key.substring(("aws:" + TAG).length()));
        }
        return key.equals("iam:permissionsboundary")
                ? identity().flatMap(Identity::permissionsBoundary).stream().toList()
                : List.of();
    }

    private List<Tag> tags() {
        return identity()
                .map(Identity::tags)
                .or(() -> iam.managedPolicies().find(resource).map(ManagedPolicy::tags))
                .orElse(List.of());
    }

    private Optional<Identity> identity() {
        for (Identity.Kind kind : Identity.Kind.values()) {
            String prefix = "arn:aws:iam::" + iam.account() + ":" + kind.word() + "/";
            if (resource.startsWith(prefix)) {
                return iam.find(kind, resource.substring(resource.lastIndexOf('/') + 1))
                        .filter(found -> found.arn(iam.account()).equals(resource));
            }
        }
        return Optional.empty();
    }
}
