package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::UserToGroupAddition`. Its physical id is a name of the stack's own that IAM does not
/// know.
final class UserToGroupAdditionResource implements ResourceType {
    private static final int ID_MAX = 40;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("GroupName", Schema.text(1, 128))
                    .with("Users", Schema.listOf(Schema.text()))
                    .require("GroupName", "Users");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::IAM::UserToGroupAddition",
                    "Iam",
                    PROPERTIES,
                    Set.of(),
                    Optional.empty(),
                    Set.of("Id"),
                    false,
                    Optional.of("Id"));

    private final Memberships memberships;
    private final PhysicalName names;

    UserToGroupAdditionResource(Iam iam, Authority authority, RandomGenerator random) {
        this.memberships = new Memberships(iam, authority);
        this.names = new PhysicalName(random);
    }

    private record Membership(String group, String user) {}

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) {
        String id = names.of(desired, ID_MAX);
        return new Claim(id, id);
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        add(desired);
        return Map.of("Id", claim.physicalId());
    }

    private void add(DesiredResource desired) throws ResourceFailure, IOException {
        for (Membership one : memberships(new Properties(desired.properties()))) {
            memberships.add(desired.actor(), one.group(), one.user());
        }
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return given(current).stream().anyMatch(one -> memberships.isIn(one.group(), one.user()));
    }

    /// Added first, and then taken out whom the template no longer names.
    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        add(desired);
        Set<Membership> gone = given(current);
        gone.removeAll(memberships(new Properties(desired.properties())));
        for (Membership one : gone) {
            memberships.remove(desired.actor(), one.group(), one.user());
        }
        return Map.of("Id", current.physicalId());
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        for (Membership one : given(current)) {
            memberships.remove(current.actor(), one.group(), one.user());
        }
    }

    /// All that may have been added.
    private static Set<Membership> given(PhysicalResource current) {
        Set<Membership> given = new LinkedHashSet<>();
        current.properties().forEach(properties -> given.addAll(memberships(properties)));
        return given;
    }

    private static Set<Membership> memberships(Properties properties) {
        Set<Membership> memberships = new LinkedHashSet<>();
        String group = properties.required("GroupName");
        properties.texts("Users").forEach(user -> memberships.add(new Membership(group, user)));
        return memberships;
    }
}
