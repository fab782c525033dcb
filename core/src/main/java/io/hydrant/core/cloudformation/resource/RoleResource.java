package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.util.LinkedHashMap;
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
                    true);

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
    public String prepare(Wanted wanted) throws ResourceFailure {
        Properties properties = new Properties(wanted.properties());
        String role = properties.text("RoleName").orElseGet(() -> names.of(wanted, NAME_MAX));
        require(wanted.actor(), "iam:CreateRole", arn(properties, role), boundary(properties));
        if (!Properties.tags(wanted).isEmpty()) {
            require(wanted.actor(), "iam:TagRole", arn(properties, role), Map.of());
        }
        if (iam.find(ROLE, role).isPresent()) {
            throw new ResourceFailure(
                    HandlerErrorCode.ALREADY_EXISTS,
                    "Resource of type 'AWS::IAM::Role' with identifier '"
                            + role
                            + "' already exists.");
        }
        return role;
    }

    @Override
    public Map<String, String> create(Wanted wanted, String physicalId)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(wanted.properties());
        Identity role =
                iam.createRole(
                        physicalId,
                        path(properties),
                        properties.document("AssumeRolePolicyDocument").orElseThrow(),
                        properties.text("Description"),
                        sessionSeconds(properties),
                        properties.text("PermissionsBoundary"),
                        tags(wanted));
        for (String policy : properties.texts("ManagedPolicyArns")) {
            policies.attach(wanted.actor(), ROLE, physicalId, policy);
        }
        for (Map.Entry<String, String> policy : inline(properties).entrySet()) {
            policies.put(wanted.actor(), ROLE, physicalId, policy.getKey(), policy.getValue());
        }
        return attributes(role);
    }

    @Override
    public Map<String, String> update(Present present, Wanted wanted)
            throws ResourceFailure, IOException {
        String role = present.physicalId();
        Properties before = new Properties(present.properties());
        Properties after = new Properties(wanted.properties());
        updateSettings(wanted.actor(), role, before, after);
        updateManaged(wanted.actor(), role, before, after);
        updateInline(wanted.actor(), role, before, after);
        updateTags(wanted, role);
        return attributes(iam.get(ROLE, role));
    }

    private void updateSettings(Actor actor, String role, Properties before, Properties after)
            throws ResourceFailure, IOException {
        String arn = iam.get(ROLE, role).arn(iam.account());
        Optional<String> trust = after.document("AssumeRolePolicyDocument");
        if (!trust.equals(before.document("AssumeRolePolicyDocument"))) {
            require(actor, "iam:UpdateAssumeRolePolicy", arn, Map.of());
            iam.updateTrustPolicy(role, trust.orElseThrow());
        }
        boolean same =
                before.text("Description").equals(after.text("Description"))
                        && sessionSeconds(before) == sessionSeconds(after);
        if (!same) {
            require(actor, "iam:UpdateRole", arn, Map.of());
            iam.updateRole(
                    role,
                    Optional.of(after.text("Description").orElse("")),
                    Optional.of(sessionSeconds(after)));
        }
        Optional<String> boundary = after.text("PermissionsBoundary");
        if (!boundary.equals(before.text("PermissionsBoundary"))) {
            String action =
                    boundary.isPresent()
                            ? "iam:PutRolePermissionsBoundary"
                            : "iam:DeleteRolePermissionsBoundary";
            require(actor, action, arn, boundary(after));
            iam.setBoundary(ROLE, role, boundary);
        }
    }

    private void updateManaged(Actor actor, String role, Properties before, Properties after)
            throws ResourceFailure, IOException {
        List<String> was = before.texts("ManagedPolicyArns");
        List<String> now = after.texts("ManagedPolicyArns");
        for (String policy : was) {
            if (!now.contains(policy)) {
                policies.detach(actor, ROLE, role, policy);
            }
        }
        for (String policy : now) {
            if (!was.contains(policy)) {
                policies.attach(actor, ROLE, role, policy);
            }
        }
    }

    private void updateInline(Actor actor, String role, Properties before, Properties after)
            throws ResourceFailure, IOException {
        Map<String, String> was = inline(before);
        Map<String, String> now = inline(after);
        for (String policy : was.keySet()) {
            if (!now.containsKey(policy)) {
                policies.delete(actor, ROLE, role, policy);
            }
        }
        for (Map.Entry<String, String> policy : now.entrySet()) {
            if (!policy.getValue().equals(was.get(policy.getKey()))) {
                policies.put(actor, ROLE, role, policy.getKey(), policy.getValue());
            }
        }
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
            require(wanted.actor(), "iam:UntagRole", arn, Map.of());
            iam.untag(ROLE, role, gone);
        }
        if (!identity.tags().containsAll(tags(wanted))) {
            require(wanted.actor(), "iam:TagRole", arn, Map.of());
            iam.tag(ROLE, role, tags(wanted));
        }
    }

    /// Takes away the policies that the template gave it; others keep it standing.
    @Override
    public void delete(Present present) throws ResourceFailure, IOException {
        Optional<Identity> role = iam.find(ROLE, present.physicalId());
        if (role.isEmpty()) {
            return;
        }
        Properties properties = new Properties(present.properties());
        for (String policy : properties.texts("ManagedPolicyArns")) {
            policies.detach(present.actor(), ROLE, present.physicalId(), policy);
        }
        for (String policy : inline(properties).keySet()) {
            policies.delete(present.actor(), ROLE, present.physicalId(), policy);
        }
        require(present.actor(), "iam:DeleteRole", role.get().arn(iam.account()), Map.of());
        iam.delete(ROLE, present.physicalId());
    }

    private void require(Actor actor, String action, String arn, Map<String, List<String>> keys)
            throws ResourceFailure {
        authority.require(actor, action, arn, keys, Optional.empty());
    }

    private static Map<String, List<String>> boundary(Properties properties) {
        return properties
                .text("PermissionsBoundary")
                .map(arn -> Map.of("iam:PermissionsBoundary", List.of(arn)))
                .orElse(Map.of());
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
