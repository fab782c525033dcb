package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.ManagedPolicy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::IAM::ManagedPolicy`. Its physical id is its ARN.
final class ManagedPolicyResource implements ResourceType {
    private static final int NAME_MAX = 128;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("ManagedPolicyName", Schema.text(1, NAME_MAX, "[\\w+=,.@-]+"))
                    .with("Path", Schema.text(1, 512, "/|/[\\x21-\\x7F]*/"))
                    .with("Description", Schema.text(0, 1000))
                    .with("PolicyDocument", new Schema.Document())
                    .with("Roles", Schema.listOf(Schema.text()))
                    .with("Users", Schema.listOf(Schema.text()))
                    .with("Groups", Schema.listOf(Schema.text()))
                    .require("PolicyDocument");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::IAM::ManagedPolicy",
                    "Iam",
                    PROPERTIES,
                    Set.of("ManagedPolicyName", "Path", "Description"),
                    Optional.of("ManagedPolicyName"),
                    Set.of(
                            "PolicyArn",
                            "AttachmentCount",
                            "CreateDate",
                            "DefaultVersionId",
                            "IsAttachable",
                            "PermissionsBoundaryUsageCount",
                            "PolicyId",
                            "UpdateDate"),
                    false,
                    Optional.of("PolicyArn"));

    private final Iam iam;
    private final Authority authority;
    private final IdentityPolicies policies;
    private final PhysicalName names;

    ManagedPolicyResource(Iam iam, Authority authority, RandomGenerator random) {
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
        String name =
                properties.text("ManagedPolicyName").orElseGet(() -> names.of(desired, NAME_MAX));
        String arn = "arn:aws:iam::" + iam.account() + ":policy" + path(properties) + name;
        authority.require(desired.actor(), "iam:CreatePolicy", arn);
        boolean taken =
                managed().all().stream().anyMatch(policy -> policy.name().equalsIgnoreCase(name));
        if (taken) {
            throw exists(name);
        }
        return new Claim(arn, managed().newId());
    }

    private static ResourceFailure exists(String name) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                "A policy called " + name + " already exists. Duplicate names are not allowed.");
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        String arn = claim.physicalId();
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        try {
            managed()
                    .create(
                            name,
                            path(properties),
                            properties.document("PolicyDocument").orElseThrow(),
                            properties.text("Description"),
                            List.of(),
                            claim.mark());
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw exists(name);
            }
            throw refusal;
        }
        for (Map.Entry<String, Identity.Kind> holder : holders(properties).entrySet()) {
            policies.attach(desired.actor(), holder.getValue(), bare(holder), arn);
        }
        return attributes(arn);
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    /// The policy, unless it is gone or another has its ARN by now.
    private Optional<ManagedPolicy> found(PhysicalResource current) {
        return managed().find(current.physicalId()).filter(policy -> current.bears(policy.id()));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String arn = current.physicalId();
        ManagedPolicy policy =
                found(current).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, arn));
        Properties after = new Properties(desired.properties());
        String document = after.document("PolicyDocument").orElseThrow();
        if (current.mayDiffer("PolicyDocument", after)
                && !policy.defaultVersion().document().equals(document)) {
            replaceDocument(desired.actor(), arn, document);
        }
        Map<String, Identity.Kind> was = new LinkedHashMap<>();
        current.properties().forEach(given -> was.putAll(holders(given)));
        Map<String, Identity.Kind> now = holders(after);
        for (Map.Entry<String, Identity.Kind> holder : now.entrySet()) {
            policies.attach(desired.actor(), holder.getValue(), bare(holder), arn);
        }
        for (Map.Entry<String, Identity.Kind> holder : was.entrySet()) {
            if (!now.containsKey(holder.getKey())) {
                policies.detach(desired.actor(), holder.getValue(), bare(holder), arn);
            }
        }
        return attributes(arn);
    }

    /// The oldest version makes room for the new one.
    private void replaceDocument(Actor actor, String arn, String document)
            throws ResourceFailure, IOException {
        ManagedPolicy policy = managed().get(arn);
        if (policy.versions().size() >= ManagedPolicy.VERSIONS_MAX) {
            String oldest =
                    policy.versions().stream()
                            .map(ManagedPolicy.Version::id)
                            .filter(id -> !id.equals(policy.defaultVersionId()))
                            .findFirst()
                            .orElseThrow();
            authority.require(actor, "iam:DeletePolicyVersion", arn);
            managed().deleteVersion(arn, oldest);
        }
        authority.require(actor, "iam:CreatePolicyVersion", arn);
        managed().createVersion(arn, document, true);
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        String arn = current.physicalId();
        Optional<ManagedPolicy> policy = found(current);
        if (policy.isEmpty()) {
            return;
        }
        for (Properties given : current.properties()) {
            for (Map.Entry<String, Identity.Kind> holder : holders(given).entrySet()) {
                policies.detach(current.actor(), holder.getValue(), bare(holder), arn);
            }
        }
        authority.require(current.actor(), "iam:DeletePolicy", arn);
        for (ManagedPolicy.Version version : policy.get().versions()) {
            if (!version.id().equals(policy.get().defaultVersionId())
                    && managed().attachedTo(arn).isEmpty()) {
                authority.require(current.actor(), "iam:DeletePolicyVersion", arn);
                managed().deleteVersion(arn, version.id());
            }
        }
        managed().delete(arn, policy.get().id());
    }

    /// Kinds of holders by `role/name`, `user/name` or `group/name`.
    private static Map<String, Identity.Kind> holders(Properties properties) {
        Map<String, Identity.Kind> holders = new LinkedHashMap<>();
        properties.texts("Roles").forEach(name -> holders.put("role/" + name, Identity.Kind.ROLE));
        properties.texts("Users").forEach(name -> holders.put("user/" + name, Identity.Kind.USER));
        properties
                .texts("Groups")
                .forEach(name -> holders.put("group/" + name, Identity.Kind.GROUP));
        return holders;
    }

    private static String bare(Map.Entry<String, Identity.Kind> holder) {
        return holder.getKey().substring(holder.getKey().indexOf('/') + 1);
    }

    private static String path(Properties properties) {
        return properties.text("Path").orElse("/");
    }

    private ManagedPolicies managed() {
        return iam.managedPolicies();
    }

    private Map<String, String> attributes(String arn) {
        ManagedPolicy policy = managed().get(arn);
        return Map.of(
                "PolicyArn", arn,
                "AttachmentCount", Integer.toString(managed().attachedTo(arn).size()),
                "CreateDate", policy.created().toString(),
                "DefaultVersionId", policy.defaultVersionId(),
                "IsAttachable", "true",
                "PermissionsBoundaryUsageCount", Integer.toString(managed().boundaryCount(arn)),
                "PolicyId", policy.id(),
                "UpdateDate", policy.updated().toString());
    }
}
