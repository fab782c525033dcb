package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::Role`.
final class RoleResource implements ResourceType {
    private static final int NAME_MAX = 64;
    private static final Identity.Kind ROLE = Identity.Kind.ROLE;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("AssumeRolePolicyDocument", new Schema.Document())
                    .with("Description", Schema.text(0, 1000))
                    .with("ManagedPolicyArns", Schema.listOf(Schema.text()))
                    .with("MaxSessionDuration", new Schema.WholeNumber(3600, 43_200))
                    .with("Path", Schema.text(1, 512, "/|/[\\x21-\\x7F]*/"))
                    .with("PermissionsBoundary", Schema.text())
                    .with("Policies", IdentityHoldings.POLICIES)
                    .with("RoleName", Schema.text(1, NAME_MAX, "[\\w+=,.@-]+"))
                    .with("Tags", Schema.tags())
                    .require("AssumeRolePolicyDocument");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::IAM::Role",
                    "Iam",
                    PROPERTIES,
                    Set.of("RoleName", "Path"),
                    Optional.of("RoleName"),
                    Set.of("Arn", "RoleId"),
                    true,
                    Optional.of("RoleName"));

    private final Iam iam;
    private final Authority authority;
    private final IdentityHoldings holdings;
    private final PhysicalName names;

    RoleResource(Iam iam, Authority authority, RandomGenerator random) {
        this.iam = iam;
        this.authority = authority;
        this.holdings = new IdentityHoldings(ROLE, iam, authority);
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        String role = properties.text("RoleName").orElseGet(() -> names.of(desired, NAME_MAX));
        RequestKeys tags = RequestKeys.ofRequestTags(Properties.tags(desired));
        require(
                desired.actor(),
                "iam:CreateRole",
                arn(properties, role),
                boundary(properties).and(tags));
        if (!Properties.tags(desired).isEmpty()) {
            require(desired.actor(), "iam:TagRole", arn(properties, role), tags);
        }
        if (iam.find(ROLE, role).isPresent()) {
            throw holdings.exists(role);
        }
        return new Claim(role, iam.newId(ROLE));
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        Identity role = create(desired, properties, claim);
        holdings.give(desired, claim);
        return attributes(role);
    }

    private Identity create(DesiredResource desired, Properties properties, Claim claim)
            throws ResourceFailure, IOException {
        return holdings.made(
                claim,
                () ->
                        iam.create(
                                new Iam.NewIdentity(
                                        ROLE,
                                        claim.physicalId(),
                                        path(properties),
                                        properties.text("PermissionsBoundary"),
                                        IdentityHoldings.tags(desired),
                                        Optional.of(settings(properties))),
                                claim.mark()));
    }

    private static Identity.RoleSettings settings(Properties properties) {
        return new Identity.RoleSettings(
                properties.document("AssumeRolePolicyDocument").orElseThrow(),
                properties.text("Description"),
                sessionSeconds(properties));
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return holdings.found(current).isPresent();
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        Identity role =
                holdings.found(current)
                        .orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        updateSettings(desired.actor(), role, current, new Properties(desired.properties()));
        holdings.update(current, desired);
        holdings.updateTags(desired, name);
        return attributes(role);
    }

    private void updateSettings(
            Actor actor, Identity role, PhysicalResource current, Properties after)
            throws ResourceFailure, IOException {
        String arn = role.arn(iam.account());
        Identity.RoleSettings settings = role.roleSettings();
        String trust = after.document("AssumeRolePolicyDocument").orElseThrow();
        if (current.mayDiffer("AssumeRolePolicyDocument", after)
                && !settings.trustPolicy().equals(trust)) {
            require(actor, "iam:UpdateAssumeRolePolicy", arn, RequestKeys.NONE);
            iam.updateTrustPolicy(role.name(), trust);
        }
        boolean mayDiffer =
                current.mayDiffer("Description", after)
                        || current.mayDiffer("MaxSessionDuration", after);
        boolean same =
                settings.description().equals(after.text("Description"))
                        && settings.maxSessionSeconds() == sessionSeconds(after);
        if (mayDiffer && !same) {
            require(actor, "iam:UpdateRole", arn, RequestKeys.NONE);
            iam.updateRole(
                    role.name(),
                    Optional.of(after.text("Description").orElse("")),
                    Optional.of(sessionSeconds(after)));
        }
        Optional<String> boundary = after.text("PermissionsBoundary");
        if (current.mayDiffer("PermissionsBoundary", after)
                && !boundary.equals(role.permissionsBoundary())) {
            String action =
                    boundary.isPresent()
                            ? "iam:PutRolePermissionsBoundary"
                            : "iam:DeleteRolePermissionsBoundary";
            require(actor, action, arn, boundary(after));
            iam.setBoundary(ROLE, role.name(), boundary);
        }
    }

    /// Takes away the policies that the template gave it; others keep it standing.
    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<Identity> role = holdings.found(current);
        if (role.isEmpty()) {
            return;
        }
        holdings.takeAway(current);
        require(current.actor(), "iam:DeleteRole", role.get().arn(iam.account()), RequestKeys.NONE);
        iam.delete(ROLE, current.physicalId(), role.get().id());
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

    private String arn(Properties properties, String role) {
        return "arn:aws:iam::" + iam.account() + ":role" + path(properties) + role;
    }

    private static String path(Properties properties) {
        return properties.text("Path").orElse("/");
    }

    private static int sessionSeconds(Properties properties) {
        return properties.number("MaxSessionDuration").orElse(Identity.SESSION_SECONDS_DEFAULT);
    }

    private Map<String, String> attributes(Identity role) {
        return Map.of("Arn", role.arn(iam.account()), "RoleId", role.id());
    }
}
