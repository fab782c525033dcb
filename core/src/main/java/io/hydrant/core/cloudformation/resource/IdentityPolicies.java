package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives roles and users their policies and takes them away, with the actor's permissions. What is
/// gone already stays gone. Inline policies are put on behalf of a resource of a stack, which is
/// known by its mark; those of others are neither written over nor taken away. Resources of stacks
/// that old versions made have no mark, and count by the names of their policies.
final class IdentityPolicies {
    private final Iam iam;
    private final Authority authority;

    IdentityPolicies(Iam iam, Authority authority) {
        this.iam = iam;
        this.authority = authority;
    }

    /// Whom an inline policy is written into, under which name and on whose behalf.
    record Inline(Identity.Kind kind, String holder, String policyName, Optional<String> mark) {}

    /// Writes a policy; one that is there word for word needs no permission.
    void put(Actor actor, Inline policy, String document) throws ResourceFailure, IOException {
        boolean same =
                iam.find(policy.kind(), policy.holder())
                        .map(holder -> holder.inlinePolicies().get(policy.policyName()))
                        .filter(document::equals)
                        .isPresent();
        if (same && stands(policy)) {
            return;
        }
        require(
                actor,
                "iam:Put" + policy.kind().title() + "Policy",
                policy.kind(),
                policy.holder(),
                Map.of());
        if (policy.mark().isPresent()) {
            iam.putInlinePolicy(
                    policy.kind(),
                    policy.holder(),
                    policy.policyName(),
                    document,
                    policy.mark().get());
        } else {
            iam.putInlinePolicy(policy.kind(), policy.holder(), policy.policyName(), document);
        }
    }

    /// Whether the policy is there, and the one that is meant.
    boolean stands(Inline policy) {
        Optional<Identity> holder = iam.find(policy.kind(), policy.holder());
        return holder.isPresent()
                && holder.get().inlinePolicies().containsKey(policy.policyName())
                && (policy.mark().isEmpty()
                        || policy.mark().equals(holder.get().maker(policy.policyName())));
    }

    void delete(Actor actor, Inline policy) throws ResourceFailure, IOException {
        if (!stands(policy)) {
            return;
        }
        require(
                actor,
                "iam:Delete" + policy.kind().title() + "Policy",
                policy.kind(),
                policy.holder(),
                Map.of());
        if (policy.mark().isPresent()) {
            iam.deleteInlinePolicy(
                    policy.kind(), policy.holder(), policy.policyName(), policy.mark().get());
        } else {
            iam.deleteInlinePolicy(policy.kind(), policy.holder(), policy.policyName());
        }
    }

    /// What is attached needs no permission.
    void attach(Actor actor, Identity.Kind kind, String name, String policyArn)
            throws ResourceFailure, IOException {
        boolean attached =
                iam.find(kind, name)
                        .filter(holder -> holder.attachedPolicyArns().contains(policyArn))
                        .isPresent();
        if (attached) {
            return;
        }
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
        authority.require(actor, action, arn, RequestKeys.of(keys), ResourcePolicy.NONE);
    }
}
