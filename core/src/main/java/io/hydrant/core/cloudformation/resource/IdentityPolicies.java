package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives roles and users their policies and takes them away, with the actor's permissions. What is
/// gone already stays gone.
final class IdentityPolicies {
    private final Iam iam;
    private final Authority authority;

    IdentityPolicies(Iam iam, Authority authority) {
        this.iam = iam;
        this.authority = authority;
    }

    void put(Actor actor, Identity.Kind kind, String name, String policyName, String document)
            throws ResourceFailure, IOException {
        require(actor, "iam:Put" + kind.title() + "Policy", kind, name, Map.of());
        iam.putInlinePolicy(kind, name, policyName, document);
    }

    void delete(Actor actor, Identity.Kind kind, String name, String policyName)
            throws ResourceFailure, IOException {
        Optional<Identity> identity = iam.find(kind, name);
        if (identity.isPresent() && identity.get().inlinePolicies().containsKey(policyName)) {
            require(actor, "iam:Delete" + kind.title() + "Policy", kind, name, Map.of());
            iam.deleteInlinePolicy(kind, name, policyName);
        }
    }

    void attach(Actor actor, Identity.Kind kind, String name, String policyArn)
            throws ResourceFailure, IOException {
        require(
                actor,
                "iam:Attach" + kind.title() + "Policy",
                kind,
                name,
                Map.of("iam:PolicyARN", List.of(policyArn)));
        iam.attach(kind, name, policyArn);
    }

    void detach(Actor actor, Identity.Kind kind, String name, String policyArn)
            throws ResourceFailure, IOException {
        Optional<Identity> identity = iam.find(kind, name);
        if (identity.isPresent() && identity.get().attachedPolicyArns().contains(policyArn)) {
            require(
                    actor,
                    "iam:Detach" + kind.title() + "Policy",
                    kind,
                    name,
                    Map.of("iam:PolicyARN", List.of(policyArn)));
            iam.detach(kind, name, policyArn);
        }
    }

    private void require(
            Actor actor,
            String action,
            Identity.Kind kind,
            String name,
            Map<String, List<String>> keys)
            throws ResourceFailure {
        String arn =
                iam.find(kind, name)
                        .map(identity -> identity.arn(iam.account()))
                        .orElse("arn:aws:iam::" + iam.account() + ":" + kind.word() + "/" + name);
        authority.require(actor, action, arn, keys, Optional.empty());
    }
}
