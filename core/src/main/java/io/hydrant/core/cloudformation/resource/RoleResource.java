package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.resource.IdentityPolicies.Inline;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
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
    public Claim prepare(Wanted wanted) throws ResourceFailure {
        Properties properties = new Properties(wanted.properties());
        String role = properties.text("RoleName").orElseGet(() -> names.of(wanted, NAME_MAX));
        RequestKeys tags = RequestKeys.ofRequestTags(Properties.tags(wanted));
        require(
                wanted.actor(),
                "iam:CreateRole",
                arn(properties, role),
                boundary(properties).and(tags));
        if (!Properties.tags(wanted).isEmpty()) {
            require(wanted.actor(), "iam:TagRole", arn(properties, role), tags);
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
    public Map<String, String> create(Wanted wanted, Claim claim)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(wanted.properties());
        String name = claim.physicalId();
        Identity role = create(wanted, properties, claim);
        for (String policy : properties.texts("ManagedPolicyArns")) {
            policies.attach(wanted.actor(), ROLE, name, policy);
        }
        for (Map.Entry<String, String> policy : inline(properties).entrySet()) {
            policies.put(
                    wanted.actor(),
                    new Inline(ROLE, name, policy.getKey(), Optional.of(claim.mark())),
                    policy.getValue());
        }
        return attributes(role);
    }

    private Identity create(Wanted wanted, Properties properties, Claim claim)
            throws ResourceFailure, IOException {
        try {
            return iam.create(
                    new Iam.NewIdentity(
                            ROLE,
                            claim.physicalId(),
                            path(properties),
                            properties.text("PermissionsBoundary"),
                            tags(wanted),
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
    public boolean stands(Present present) {
        return found(present).isPresent();
    }

    /// The role, unless it is gone or another has its name by now.
    private Optional<Identity> found(Present present) {
        return iam.find(ROLE, present.physicalId()).filter(role -> present.bears(role.id()));
    }

    @Override
    public Map<String, String> update(Present present, Wanted wanted)
            throws ResourceFailure, IOException {
        String name = present.physicalId();
        Identity role =
                found(present).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        updateSettings(wanted.actor(), role, present, new Properties(wanted.properties()));
        updateManaged(wanted.actor(), present, new Properties(wanted.properties()));
        updateInline(wanted.actor(), present, new Properties(wanted.properties()));
        updateTags(wanted, name);
        return attributes(role);
    }

    private void updateSettings(Actor actor, Identity role, Present present, Properties after)
            throws ResourceFailure, IOException {
        String arn = role.arn(iam.account());
        Identity.RoleSettings settings = role.roleSettings();
        String trust = after.document("AssumeRolePolicyDocument").orElseThrow();
        if (present.mayDiffer("AssumeRolePolicyDocument", after)
                && !settings.trustPolicy().equals(trust)) {
            require(actor, "iam:UpdateAssumeRolePolicy", arn, RequestKeys.NONE);
            iam.updateTrustPolicy(role.name(), trust);
        }
        boolean mayDiffer =
                present.mayDiffer("Description", after)
                        || present.mayDiffer("MaxSessionDuration", after);
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
        if (present.mayDiffer("PermissionsBoundary", after)
                && !boundary.equals(role.permissionsBoundary())) {
            String action =
                    boundary.isPresent()
                            ? "iam:PutRolePermissionsBoundary"
                            : "iam:DeleteRolePermissionsBoundary";
            require(actor, action, arn, boundary(after));
            iam.setBoundary(ROLE, role.name(), boundary);
        }
    }

    private void updateManaged(Actor actor, Present present, Properties after)
            throws ResourceFailure, IOException {
        List<String> now = after.texts("ManagedPolicyArns");
        for (String policy : managed(present)) {
            if (!now.contains(policy)) {
                policies.detach(actor, ROLE, present.physicalId(), policy);
            }
        }
        for (String policy : now) {
            policies.attach(actor, ROLE, present.physicalId(), policy);
        }
    }

    /// All managed policies that the template may have given it.
    private static Set<String> managed(Present present) {
        Set<String> arns = new LinkedHashSet<>();
        present.properties().forEach(given -> arns.addAll(given.texts("ManagedPolicyArns")));
        return arns;
    }

    private void updateInline(Actor actor, Present present, Properties after)
            throws ResourceFailure, IOException {
        Map<String, String> now = inline(after);
        for (Inline policy : inline(present)) {
            if (!now.containsKey(policy.policyName())) {
                policies.delete(actor, policy);
            }
        }
        for (Map.Entry<String, String> policy : now.entrySet()) {
            policies.put(
                    actor,
                    new Inline(ROLE, present.physicalId(), policy.getKey(), present.mark()),
                    policy.getValue());
        }
    }

    /// All inline policies that the template may have given it.
    private static Set<Inline> inline(Present present) {
        Set<Inline> written = new LinkedHashSet<>();
        for (Properties given : present.properties()) {
            for (String policy : inline(given).keySet()) {
                written.add(new Inline(ROLE, present.physicalId(), policy, present.mark()));
            }
        }
        return written;
    }

    private void updateTags(Wanted wanted, String role) throws ResourceFailure, IOException {
        Identity identity = iam.get(ROLE, role);
        String arn = identity.arn(iam.account());
        Map<String, String> now = Properties.tags(wanted);
        List<String> gone =
                identity.tags().stream()
                        .map(io.hydrant.core.iam.Tag::key)
                        .filter(key -> !now.containsKey(key))
                        .toList();
        if (!gone.isEmpty()) {
            require(
                    wanted.actor(),
                    "iam:UntagRole",
                    arn,
                    RequestKeys.of(Map.of("aws:TagKeys", gone)));
            iam.untag(ROLE, role, gone);
        }
        if (!identity.tags().containsAll(tags(wanted))) {
            require(wanted.actor(), "iam:TagRole", arn, RequestKeys.ofRequestTags(now));
            iam.tag(ROLE, role, tags(wanted));
        }
    }

    /// Takes away the policies that the template gave it; others keep it standing.
    @Override
    public void delete(Present present) throws ResourceFailure, IOException {
        Optional<Identity> role = found(present);
        if (role.isEmpty()) {
            return;
        }
        for (String policy : managed(present)) {
            policies.detach(present.actor(), ROLE, present.physicalId(), policy);
        }
        for (Inline policy : inline(present)) {
            policies.delete(present.actor(), policy);
        }
        require(present.actor(), "iam:DeleteRole", role.get().arn(iam.account()), RequestKeys.NONE);
        iam.delete(ROLE, present.physicalId(), role.get().id());
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

    private static List<io.hydrant.core.iam.Tag> tags(Wanted wanted) {
        return Properties.tags(wanted).entrySet().stream()
                .map(tag -> new io.hydrant.core.iam.Tag(tag.getKey(), tag.getValue()))
                .toList();
    }

    private Map<String, String> attributes(Identity role) {
        return Map.of("Arn", role.arn(iam.account()), "RoleId", role.id());
    }
}
