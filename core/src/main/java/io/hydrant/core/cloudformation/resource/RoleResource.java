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
                    .with(
                            "Policies",
                            Schema.listOf(
                                    Schema.structure()
                                            .with("PolicyName", Schema.text(1, 128))
                                            .with("PolicyDocument", new Schema.Document())
                                            .require("PolicyName", "PolicyDocument")))
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
    private final IdentityPolicies policies;
    private final PhysicalName names;

    RoleResource(Iam iam, Authority authority, RandomGenerator random) {
        this.iam = iam;
        this.authority = authority;
        this.policies = new IdentityPolicies(iam, authority);
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
            throw exists(role);
        }
        return new Claim(role, iam.newId(ROLE));
    }

    private static ResourceFailure exists(String role) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                "Resource of type 'AWS::IAM::Role' with identifier '" + role + "' already exists.");
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        String name = claim.physicalId();
        Identity role = create(desired, properties, claim);
        for (String policy : properties.texts("ManagedPolicyArns")) {
            policies.attach(desired.actor(), ROLE, name, policy);
        }
        for (Map.Entry<String, String> policy : inline(properties).entrySet()) {
            policies.put(
                    desired.actor(),
                    new Inline(ROLE, name, policy.getKey(), Optional.of(claim.mark())),
                    policy.getValue());
        }
        return attributes(role);
    }

    private Identity create(DesiredResource desired, Properties properties, Claim claim)
            throws ResourceFailure, IOException {
        try {
            return iam.create(
                    new Iam.NewIdentity(
                            ROLE,
                            claim.physicalId(),
                            path(properties),
                            properties.text("PermissionsBoundary"),
                            tags(desired),
                            Optional.of(
                                    new Identity.RoleSettings(
                                            properties
                                                    .document("AssumeRolePolicyDocument")
                                                    .orElseThrow(),
                                            properties.text("Description"),
                                            sessionSeconds(properties)))),
                    claim.mark());
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw exists(claim.physicalId());
            }
            throw refusal;
        }
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    /// The role, unless it is gone or another has its name by now.
    private Optional<Identity> found(PhysicalResource current) {
        return iam.find(ROLE, current.physicalId()).filter(role -> current.bears(role.id()));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        Identity role =
                found(current).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        updateSettings(desired.actor(), role, current, new Properties(desired.properties()));
        updateManaged(desired.actor(), current, new Properties(desired.properties()));
        updateInline(desired.actor(), current, new Properties(desired.properties()));
        updateTags(desired, name);
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

    private void updateManaged(Actor actor, PhysicalResource current, Properties after)
            throws ResourceFailure, IOException {
        List<String> now = after.texts("ManagedPolicyArns");
        for (String policy : managed(current)) {
            if (!now.contains(policy)) {
                policies.detach(actor, ROLE, current.physicalId(), policy);
            }
        }
        for (String policy : now) {
            policies.attach(actor, ROLE, current.physicalId(), policy);
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
                    new Inline(ROLE, current.physicalId(), policy.getKey(), current.mark()),
                    policy.getValue());
        }
    }

    /// All inline policies that the template may have given it.
    private static Set<Inline> inline(PhysicalResource current) {
        Set<Inline> written = new LinkedHashSet<>();
        for (Properties given : current.properties()) {
            for (String policy : inline(given).keySet()) {
                written.add(new Inline(ROLE, current.physicalId(), policy, current.mark()));
            }
        }
        return written;
    }

    private void updateTags(DesiredResource desired, String role)
            throws ResourceFailure, IOException {
        Identity identity = iam.get(ROLE, role);
        String arn = identity.arn(iam.account());
        Map<String, String> now = Properties.tags(desired);
        List<String> gone =
                identity.tags().stream()
                        .map(Tag::key)
                        .filter(key -> !now.containsKey(key))
                        .toList();
        if (!gone.isEmpty()) {
            require(
                    desired.actor(),
                    "iam:UntagRole",
                    arn,
                    RequestKeys.of(Map.of("aws:TagKeys", gone)));
            iam.untag(ROLE, role, gone);
        }
        if (!identity.tags().containsAll(tags(desired))) {
            require(desired.actor(), "iam:TagRole", arn, RequestKeys.ofRequestTags(now));
            iam.tag(ROLE, role, tags(desired));
        }
    }

    /// Takes away the policies that the template gave it; others keep it standing.
    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<Identity> role = found(current);
        if (role.isEmpty()) {
            return;
        }
        for (String policy : managed(current)) {
            policies.detach(current.actor(), ROLE, current.physicalId(), policy);
        }
        for (Inline policy : inline(current)) {
            policies.delete(current.actor(), policy);
        }
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

    private static List<Tag> tags(DesiredResource desired) {
        return Properties.tags(desired).entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }

    private Map<String, String> attributes(Identity role) {
        return Map.of("Arn", role.arn(iam.account()), "RoleId", role.id());
    }
}
