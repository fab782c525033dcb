package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::Policy`: one inline policy, written into each of its roles and users. Its physical id
/// is a name of the stack's own that IAM does not know.
final class PolicyResource implements ResourceType {
    private static final int ID_MAX = 40;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("PolicyName", Schema.text(1, 128, "[\\w+=,.@-]+"))
                    .with("PolicyDocument", new Schema.Document())
                    .with("Roles", Schema.listOf(Schema.text()))
                    .with("Users", Schema.listOf(Schema.text()))
                    .with("Groups", new Schema.Unsupported())
                    .require("PolicyName", "PolicyDocument");

    /// Whom a policy is written into.
    private record Holder(Identity.Kind kind, String name) {}

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::IAM::Policy",
                    "Iam",
                    PROPERTIES,
                    Set.of(),
                    Optional.empty(),
                    Set.of("Id"),
                    false);

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
    public String prepare(Wanted wanted) throws ResourceFailure {
        if (holders(new Properties(wanted.properties())).isEmpty()) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "At least one of [Groups,Roles,Users] must be non-empty.");
        }
        return names.of(wanted, ID_MAX);
    }

    @Override
    public Map<String, String> create(Wanted wanted, String physicalId)
            throws ResourceFailure, IOException {
        put(wanted);
        return Map.of("Id", physicalId);
    }

    @Override
    public Map<String, String> update(Present present, Wanted wanted)
            throws ResourceFailure, IOException {
        prepare(wanted);
        put(wanted);
        Properties before = new Properties(present.properties());
        Properties after = new Properties(wanted.properties());
        boolean renamed = !before.required("PolicyName").equals(after.required("PolicyName"));
        Set<Holder> gone = new LinkedHashSet<>(holders(before));
        if (!renamed) {
            gone.removeAll(holders(after));
        }
        for (Holder holder : gone) {
            policies.delete(
                    wanted.actor(), holder.kind(), holder.name(), before.required("PolicyName"));
        }
        return Map.of("Id", present.physicalId());
    }

    private void put(Wanted wanted) throws ResourceFailure, IOException {
        Properties properties = new Properties(wanted.properties());
        String document = properties.document("PolicyDocument").orElseThrow();
        for (Holder holder : holders(properties)) {
            policies.put(
                    wanted.actor(),
                    holder.kind(),
                    holder.name(),
                    properties.required("PolicyName"),
                    document);
        }
    }

    @Override
    public void delete(Present present) throws ResourceFailure, IOException {
        Properties properties = new Properties(present.properties());
        for (Holder holder : holders(properties)) {
            policies.delete(
                    present.actor(),
                    holder.kind(),
                    holder.name(),
                    properties.required("PolicyName"));
        }
    }

    private static Set<Holder> holders(Properties properties) {
        Set<Holder> holders = new LinkedHashSet<>();
        properties
                .texts("Roles")
                .forEach(name -> holders.add(new Holder(Identity.Kind.ROLE, name)));
        properties
                .texts("Users")
                .forEach(name -> holders.add(new Holder(Identity.Kind.USER, name)));
        return holders;
    }
}
