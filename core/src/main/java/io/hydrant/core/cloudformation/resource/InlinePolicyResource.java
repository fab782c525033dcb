package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.cloudformation.resource.IdentityPolicies.Inline;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::RolePolicy`, `AWS::IAM::UserPolicy` and `AWS::IAM::GroupPolicy`: one inline policy of
/// one holder. Its physical id is the policy's name and the holder's, with a bar between them.
final class InlinePolicyResource implements ResourceType {
    private final Identity.Kind kind;
    private final IdentityPolicies policies;
    private final RandomGenerator random;
    private final ResourceDescription description;

    InlinePolicyResource(Identity.Kind kind, Iam iam, Authority authority, RandomGenerator random) {
        this.kind = kind;
        this.policies = new IdentityPolicies(iam, authority);
        this.random = random;
        this.description = description(kind);
    }

    private static ResourceDescription description(Identity.Kind kind) {
        String holder = holderProperty(kind);
        return new ResourceDescription(
                "AWS::IAM::" + kind.title() + "Policy",
                "Iam",
                Schema.structure()
                        .with("PolicyName", Schema.text(1, 128, "[\\w+=,.@-]+"))
                        .with(holder, Schema.text(1, 128, "[\\w+=,.@-]+"))
                        .with("PolicyDocument", new Schema.Document())
                        .require("PolicyName", holder),
                Set.of("PolicyName", holder),
                Optional.empty(),
                Set.of(),
                false,
                Optional.empty());
    }

    private static String holderProperty(Identity.Kind kind) {
        return kind.title() + "Name";
    }

    @Override
    public ResourceDescription description() {
        return description;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        Inline policy = inline(properties, Optional.empty());
        String id = policy.policyName() + "|" + policy.holder();
        if (policies.stands(policy)) {
            throw new ResourceFailure(
                    HandlerErrorCode.ALREADY_EXISTS,
                    "Resource of type '%s' with identifier '%s' already exists."
                            .formatted(description.name(), id));
        }
        return new Claim(id, Claim.newMark(random));
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        put(desired, Optional.of(claim.mark()));
        return Map.of();
    }

    private void put(DesiredResource desired, Optional<String> mark)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        Optional<String> document = properties.document("PolicyDocument");
        if (document.isEmpty()) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "PolicyDocument is required: a policy says something.");
        }
        policies.put(desired.actor(), inline(properties, mark), document.get());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return current.properties().stream()
                .anyMatch(given -> policies.stands(inline(given, current.mark())));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        if (!stands(current)) {
            throw ResourceFailure.notFound(description, current.physicalId());
        }
        put(desired, current.mark());
        return Map.of();
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        for (Properties given : current.properties()) {
            policies.delete(current.actor(), inline(given, current.mark()));
        }
    }

    private Inline inline(Properties properties, Optional<String> mark) {
        return new Inline(
                kind,
                properties.required(holderProperty(kind)),
                properties.required("PolicyName"),
                mark);
    }
}
