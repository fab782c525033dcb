package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.iam.UserRename;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::User`. There are no passwords here, so that one with a LoginProfile is refused.
final class UserResource implements ResourceType {
    private static final int NAME_MAX = 64;
    private static final Identity.Kind USER = Identity.Kind.USER;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("Groups", Schema.listOf(Schema.text()))
                    .with("LoginProfile", new Schema.Unsupported())
                    .with("ManagedPolicyArns", Schema.listOf(Schema.text()))
                    .with("Path", Schema.text(1, 512, "/|/[\\x21-\\x7F]*/"))
                    .with("PermissionsBoundary", Schema.text())
                    .with("Policies", IdentityHoldings.POLICIES)
                    .with("Tags", Schema.tags())
                    .with("UserName", Schema.text(1, NAME_MAX, "[\\w+=,.@-]+"));

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::IAM::User",
                    "Iam",
                    PROPERTIES,
                    Set.of("UserName"),
                    Optional.of("UserName"),
                    Set.of("Arn"),
                    true,
                    Optional.of("UserName"));

    private final Iam iam;
    private final Authority authority;
    private final IdentityHoldings holdings;
    private final Memberships memberships;
    private final PhysicalName names;

    UserResource(Iam iam, Authority authority, RandomGenerator random) {
        this.iam = iam;
        this.authority = authority;
        this.holdings = new IdentityHoldings(USER, iam, authority);
        this.memberships = new Memberships(iam, authority);
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        String user = properties.text("UserName").orElseGet(() -> names.of(desired, NAME_MAX));
        RequestKeys tags = RequestKeys.ofRequestTags(Properties.tags(desired));
        String arn = arn(path(properties), user);
        require(desired.actor(), "iam:CreateUser", arn, boundary(properties).and(tags));
        if (!Properties.tags(desired).isEmpty()) {
            require(desired.actor(), "iam:TagUser", arn, tags);
        }
        if (iam.find(USER, user).isPresent()) {
            throw holdings.exists(user);
        }
        return new Claim(user, iam.newId(USER));
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        String path = path(properties);
        Identity user =
                holdings.made(
                        claim,
                        () ->
                                iam.create(
                                        new Iam.NewIdentity(
                                                USER,
                                                claim.physicalId(),
                                                path,
                                                properties.text("PermissionsBoundary"),
                                                IdentityHoldings.tags(desired),
                                                Optional.empty()),
                                        claim.mark()));
        holdings.give(desired, claim);
        for (String group : properties.texts("Groups")) {
            memberships.add(desired.actor(), group, user.name());
        }
        return attributes(path, user.name());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return holdings.found(current).isPresent();
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        Identity user =
                holdings.found(current)
                        .orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        Properties after = new Properties(desired.properties());
        updatePath(desired.actor(), user, path(after));
        updateBoundary(desired.actor(), current, after);
        holdings.update(current, desired);
        holdings.updateTags(desired, name);
        updateGroups(desired.actor(), current, after.texts("Groups"));
        return attributes(path(after), name);
    }

    private void updatePath(Actor actor, Identity user, String path)
            throws ResourceFailure, IOException {
        if (!user.path().equals(path)) {
            authority.require(actor, "iam:UpdateUser", user.arn(iam.account()));
            authority.require(actor, "iam:UpdateUser", arn(path, user.name()));
            Identity moved =
                    new UserRename(iam).carryOut(user.name(), Optional.empty(), Optional.of(path));
            assert moved.path().equals(path);
        }
    }

    private void updateBoundary(Actor actor, PhysicalResource current, Properties after)
            throws ResourceFailure, IOException {
        Identity user = iam.get(USER, current.physicalId());
        Optional<String> boundary = after.text("PermissionsBoundary");
        if (current.mayDiffer("PermissionsBoundary", after)
                && !boundary.equals(user.permissionsBoundary())) {
            String action =
                    boundary.isPresent()
                            ? "iam:PutUserPermissionsBoundary"
                            : "iam:DeleteUserPermissionsBoundary";
            require(actor, action, user.arn(iam.account()), boundary(after));
            iam.setBoundary(USER, user.name(), boundary);
        }
    }

    private void updateGroups(Actor actor, PhysicalResource current, List<String> now)
            throws ResourceFailure, IOException {
        for (String group : groups(current)) {
            if (!now.contains(group)) {
                memberships.remove(actor, group, current.physicalId());
            }
        }
        for (String group : now) {
            memberships.add(actor, group, current.physicalId());
        }
    }

    /// All groups that the template may have put it into.
    private static Set<String> groups(PhysicalResource current) {
        Set<String> groups = new LinkedHashSet<>();
        current.properties().forEach(given -> groups.addAll(given.texts("Groups")));
        return groups;
    }

    /// Takes away what the template gave it; other policies, groups and keys keep it standing.
    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<Identity> user = holdings.found(current);
        if (user.isEmpty()) {
            return;
        }
        for (String group : groups(current)) {
            memberships.remove(current.actor(), group, current.physicalId());
        }
        holdings.takeAway(current);
        authority.require(current.actor(), "iam:DeleteUser", user.get().arn(iam.account()));
        iam.delete(USER, current.physicalId(), user.get().id());
    }

    private void require(Actor actor, String action, String arn, RequestKeys keys)
            throws ResourceFailure {
        authority.require(actor, action, arn, keys, ResourcePolicy.NONE);
    }

    private static RequestKeys boundary(Properties properties) {
        return properties
                .text("PermissionsBoundary")
                .map(arn -> RequestKeys.of(Map.of("iam:PermissionsBoundary", List.of(arn))))
                .orElse(RequestKeys.NONE);
    }

    private static String path(Properties properties) {
        return properties.text("Path").orElse("/");
    }

    private String arn(String path, String user) {
        return "arn:aws:iam::" + iam.account() + ":user" + path + user;
    }

    private Map<String, String> attributes(String path, String user) {
        return Map.of("Arn", arn(path, user));
    }
}
