package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.resource.IdentityPolicies.Inline;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.iam.Tag;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a template gives a role, user or group of its own: managed policies, inline policies and
/// tags. What others gave it stays.
final class IdentityHoldings {
    /// The property `Policies`.
    static final Schema POLICIES =
            Schema.listOf(
                    Schema.structure()
                            .with("PolicyName", Schema.text(1, 128))
                            .with("PolicyDocument", new Schema.Document())
                            .require("PolicyName", "PolicyDocument"));

    private final Identity.Kind kind;
    private final Iam iam;
    private final Authority authority;
    private final IdentityPolicies policies;

    IdentityHoldings(Identity.Kind kind, Iam iam, Authority authority) {
        this.kind = kind;
        this.iam = iam;
        this.authority = authority;
        this.policies = new IdentityPolicies(iam, authority);
    }

    /// What a template is told of a name that somebody else's has.
    ResourceFailure exists(String name) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                "Resource of type 'AWS::IAM::%s' with identifier '%s' already exists."
                        .formatted(kind.title(), name));
    }

    /// Makes one, which others may have made meanwhile.
    @FunctionalInterface
    interface Creation<T> {
        T carryOut() throws IOException;
    }

    <T> T made(Claim claim, Creation<T> creation) throws ResourceFailure, IOException {
        try {
            return creation.carryOut();
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw exists(claim.physicalId());
            }
            throw refusal;
        }
    }

    /// The one that a template made, unless it is gone or another has its name by now.
    Optional<Identity> found(PhysicalResource current) {
        return iam.find(kind, current.physicalId())
                .filter(identity -> current.bears(identity.id()));
    }

    /// Gives a new one its policies.
    void give(DesiredResource desired, Claim claim) throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        for (String policy : properties.texts("ManagedPolicyArns")) {
            policies.attach(desired.actor(), kind, claim.physicalId(), policy);
        }
        for (Map.Entry<String, String> policy : inline(properties).entrySet()) {
            policies.put(
                    desired.actor(),
                    new Inline(
                            kind, claim.physicalId(), policy.getKey(), Optional.of(claim.mark())),
                    policy.getValue());
        }
    }

    /// Makes its policies those of the template.
    void update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        updateManaged(desired.actor(), current, new Properties(desired.properties()));
        updateInline(desired.actor(), current, new Properties(desired.properties()));
    }

    /// Takes away the policies that the template gave it.
    void takeAway(PhysicalResource current) throws ResourceFailure, IOException {
        for (String policy : managed(current)) {
            policies.detach(current.actor(), kind, current.physicalId(), policy);
        }
        for (Inline policy : inline(current)) {
            policies.delete(current.actor(), policy);
        }
    }

    private void updateManaged(Actor actor, PhysicalResource current, Properties after)
            throws ResourceFailure, IOException {
        List<String> now = after.texts("ManagedPolicyArns");
        for (String policy : managed(current)) {
            if (!now.contains(policy)) {
                policies.detach(actor, kind, current.physicalId(), policy);
            }
        }
        for (String policy : now) {
            policies.attach(actor, kind, current.physicalId(), policy);
        }
    }

    /// All managed policies that the template may have given it.
    private static Set<String> managed(PhysicalResource current) {
        Set<String> arns = new LinkedHashSet<>();
        current.properties().forEach(given -> arns.addAll(given.texts("ManagedPolicyArns")));
        return arns;
    }

    private void updateInline(Actor actor, PhysicalResource current, Properties after)
            throws ResourceFailure, IOException {
        Map<String, String> now = inline(after);
        for (Inline policy : inline(current)) {
            if (!now.containsKey(policy.policyName())) {
                policies.delete(actor, policy);
            }
        }
        for (Map.Entry<String, String> policy : now.entrySet()) {
            policies.put(
                    actor,
                    new Inline(kind, current.physicalId(), policy.getKey(), current.mark()),
                    policy.getValue());
        }
    }

    /// All inline policies that the template may have given it.
    private Set<Inline> inline(PhysicalResource current) {
        Set<Inline> written = new LinkedHashSet<>();
        for (Properties given : current.properties()) {
            for (String policy : inline(given).keySet()) {
                written.add(new Inline(kind, current.physicalId(), policy, current.mark()));
            }
        }
        return written;
    }

    /// Makes its tags those of the template and the stack.
    void updateTags(DesiredResource desired, String name) throws ResourceFailure, IOException {
        Identity identity = iam.get(kind, name);
        String arn = identity.arn(iam.account());
        Map<String, String> now = Properties.tags(desired);
        List<String> gone =
                identity.tags().stream()
                        .map(Tag::key)
                        .filter(key -> !now.containsKey(key))
                        .toList();
        if (!gone.isEmpty()) {
            authority.require(
                    desired.actor(),
                    "iam:Untag" + kind.title(),
                    arn,
                    RequestKeys.of(Map.of("aws:TagKeys", gone)),
                    ResourcePolicy.NONE);
            iam.untag(kind, name, gone);
        }
        if (!identity.tags().containsAll(tags(desired))) {
            authority.require(
                    desired.actor(),
                    "iam:Tag" + kind.title(),
                    arn,
                    RequestKeys.ofRequestTags(now),
                    ResourcePolicy.NONE);
            iam.tag(kind, name, tags(desired));
        }
    }

    private static Map<String, String> inline(Properties properties) {
        Map<String, String> inline = new LinkedHashMap<>();
        properties
                .structures("Policies")
                .forEach(policy ->
                        inline.put(
                                policy.required("PolicyName"),
                                policy.document("PolicyDocument").orElseThrow()));
        return inline;
    }

    static List<Tag> tags(DesiredResource desired) {
        return Properties.tags(desired).entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }
}
