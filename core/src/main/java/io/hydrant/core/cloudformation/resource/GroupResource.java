package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::Group`.
final class GroupResource implements ResourceType {
    private static final int NAME_MAX = 128;
    private static final Identity.Kind GROUP = Identity.Kind.GROUP;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("GroupName", Schema.text(1, NAME_MAX, "[\\w+=,.@-]+"))
                    .with("ManagedPolicyArns", Schema.listOf(Schema.text()))
                    .with("Path", Schema.text(1, 512, "/|/[\\x21-\\x7F]*/"))
                    .with("Policies", IdentityHoldings.POLICIES);

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::IAM::Group",
                    "Iam",
                    PROPERTIES,
                    Set.of("GroupName"),
                    Optional.of("GroupName"),
                    Set.of("Arn"),
                    false,
                    Optional.of("GroupName"));

    private final Iam iam;
    private final Groups groups;
    private final Authority authority;
    private final IdentityHoldings holdings;
    private final PhysicalName names;

    GroupResource(Iam iam, Authority authority, RandomGenerator random) {
        this.iam = iam;
        this.groups = new Groups(iam);
        this.authority = authority;
        this.holdings = new IdentityHoldings(GROUP, iam, authority);
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        String name = properties.text("GroupName").orElseGet(() -> names.of(desired, NAME_MAX));
        authority.require(desired.actor(), "iam:CreateGroup", arn(path(properties), name));
        if (iam.find(GROUP, name).isPresent()) {
            throw holdings.exists(name);
        }
        return new Claim(name, iam.newId(GROUP));
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        String path = path(new Properties(desired.properties()));
        Identity group =
                holdings.made(claim, () -> groups.create(claim.physicalId(), path, claim.mark()));
        holdings.give(desired, claim);
        return attributes(path, group.name());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return holdings.found(current).isPresent();
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        Identity group =
                holdings.found(current)
                        .orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        String path = path(new Properties(desired.properties()));
        if (!group.path().equals(path)) {
            authority.require(desired.actor(), "iam:UpdateGroup", group.arn(iam.account()));
            authority.require(desired.actor(), "iam:UpdateGroup", arn(path, name));
            groups.update(name, Optional.empty(), Optional.of(path));
        }
        holdings.update(current, desired);
        return attributes(path, name);
    }

    /// Takes away the policies that the template gave it; others, and users, keep it standing.
    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<Identity> group = holdings.found(current);
        if (group.isEmpty()) {
            return;
        }
        holdings.takeAway(current);
        authority.require(current.actor(), "iam:DeleteGroup", group.get().arn(iam.account()));
        iam.delete(GROUP, current.physicalId(), group.get().id());
    }

    private static String path(Properties properties) {
        return properties.text("Path").orElse("/");
    }

    private String arn(String path, String name) {
        return "arn:aws:iam::" + iam.account() + ":group" + path + name;
    }

    private Map<String, String> attributes(String path, String name) {
        return Map.of("Arn", arn(path, name));
    }
}
