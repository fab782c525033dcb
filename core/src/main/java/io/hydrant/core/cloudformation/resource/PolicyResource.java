package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.cloudformation.resource.IdentityPolicies.Inline;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::Policy`: one inline policy, written into each of its roles, users and groups. Its
/// physical id is a name of the stack's own that IAM does not know.
final class PolicyResource implements ResourceType {
    private static final int ID_MAX = 40;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("PolicyName", Schema.text(1, 128, "[\\w+=,.@-]+"))
                    .with("PolicyDocument", new Schema.Document())
                    .with("Roles", Schema.listOf(Schema.text()))
                    .with("Users", Schema.listOf(Schema.text()))
                    .with("Groups", Schema.listOf(Schema.text()))
                    .require("PolicyName", "PolicyDocument");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::IAM::Policy",
                    "Iam",
                    PROPERTIES,
                    Set.of(),
                    Optional.empty(),
                    Set.of("Id"),
                    false,
                    Optional.of("Id"));

    private final IdentityPolicies policies;
    private final PhysicalName names;

    PolicyResource(Iam iam, Authority authority, RandomGenerator random) {
        this.policies = new IdentityPolicies(iam, authority);
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        refuseWithoutHolders(desired);
        String id = names.of(desired, ID_MAX);
        return new Claim(id, id);
    }

    private static void refuseWithoutHolders(DesiredResource desired) throws ResourceFailure {
        if (inline(new Properties(desired.properties()), Optional.empty()).isEmpty()) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "At least one of [Groups,Roles,Users] must be non-empty.");
        }
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        put(desired, Optional.of(claim.mark()));
        return Map.of("Id", claim.physicalId());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return written(current).stream().anyMatch(policies::stands);
    }

    /// Written first, and then taken from whom the template no longer names.
    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        refuseWithoutHolders(desired);
        put(desired, current.mark());
        Set<Inline> gone = written(current);
        gone.removeAll(inline(new Properties(desired.properties()), current.mark()));
        for (Inline policy : gone) {
            policies.delete(desired.actor(), policy);
        }
        return Map.of("Id", current.physicalId());
    }

    private void put(DesiredResource desired, Optional<String> mark)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        String document = properties.document("PolicyDocument").orElseThrow();
        for (Inline policy : inline(properties, mark)) {
            policies.put(desired.actor(), policy, document);
        }
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        for (Inline policy : written(current)) {
            policies.delete(current.actor(), policy);
        }
    }

    /// All that may have been written.
    private static Set<Inline> written(PhysicalResource current) {
        Set<Inline> written = new LinkedHashSet<>();
        current.properties().forEach(given -> written.addAll(inline(given, current.mark())));
        return written;
    }

    private static Set<Inline> inline(Properties properties, Optional<String> mark) {
        String name = properties.required("PolicyName");
        Set<Inline> policies = new LinkedHashSet<>();
        for (String role : properties.texts("Roles")) {
            policies.add(new Inline(Identity.Kind.ROLE, role, name, mark));
        }
        for (String user : properties.texts("Users")) {
            policies.add(new Inline(Identity.Kind.USER, user, name, mark));
        }
        for (String group : properties.texts("Groups")) {
            policies.add(new Inline(Identity.Kind.GROUP, group, name, mark));
        }
        return policies;
    }
}
