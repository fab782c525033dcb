package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.Buckets;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Versioning;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/// `AWS::S3::Bucket`.
final class BucketResource implements ResourceType {
    private static final int NAME_MAX = 63;

    /// A setting that S3 keeps as a document: from which property, as which kind, and which action
    /// writes it.
    private record Setting(
            String property, String kind, String action, Function<Properties, String> document) {}

    private static final List<Setting> SETTINGS =
            List.of(
                    new Setting(
                            "BucketEncryption",
                            BucketDocument.ENCRYPTION,
                            "s3:PutEncryptionConfiguration",
                            BucketXml::encryption),
                    new Setting(
                            "PublicAccessBlockConfiguration",
                            BucketDocument.PUBLIC_ACCESS_BLOCK,
                            "s3:PutBucketPublicAccessBlock",
                            BucketXml::publicAccessBlock),
                    new Setting(
                            "OwnershipControls",
                            BucketDocument.OWNERSHIP_CONTROLS,
                            "s3:PutBucketOwnershipControls",
                            BucketXml::ownershipControls),
                    new Setting(
                            "CorsConfiguration",
                            BucketDocument.CORS,
                            "s3:PutBucketCORS",
                            BucketXml::cors),
                    new Setting(
                            "LifecycleConfiguration",
                            BucketDocument.LIFECYCLE,
                            "s3:PutLifecycleConfiguration",
                            BucketXml::lifecycle));

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::S3::Bucket",
                    "S3",
                    BucketSchema.PROPERTIES,
                    Set.of("BucketName"),
                    Optional.of("BucketName"),
                    Set.of(
                            "Arn",
                            "DomainName",
                            "RegionalDomainName",
                            "DualStackDomainName",
                            "WebsiteURL"),
                    true);

    private final S3Store store;
    private final Authority authority;
    private final PhysicalName names;

    BucketResource(S3Store store, Authority authority, RandomGenerator random) {
        this.store = store;
        this.authority = authority;
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public String prepare(Wanted wanted) throws ResourceFailure {
        String name =
                new Properties(wanted.properties())
                        .text("BucketName")
                        .orElseGet(() -> names.lowerCase(wanted, NAME_MAX));
        authority.require(wanted.actor(), "s3:CreateBucket", arn(name));
        if (store.buckets().find(name).isPresent()) {
            throw new ResourceFailure(
                    HandlerErrorCode.ALREADY_EXISTS,
                    name + " already exists (Service: S3, Status Code: 0, Request ID: null)");
        }
        return name;
    }

    @Override
    public Map<String, String> create(Wanted wanted, String physicalId)
            throws ResourceFailure, IOException {
        store.buckets().create(physicalId, store.region());
        Properties nothing = new Properties(JsonNodeFactory.instance.objectNode());
        apply(wanted, physicalId, nothing);
        return attributes(physicalId);
    }

    @Override
    public Map<String, String> update(Present present, Wanted wanted)
            throws ResourceFailure, IOException {
        apply(wanted, present.physicalId(), new Properties(present.properties()));
        return attributes(present.physicalId());
    }

    private void apply(Wanted wanted, String name, Properties before)
            throws ResourceFailure, IOException {
        Properties after = new Properties(wanted.properties());
        applyVersioning(wanted.actor(), name, before, after);
        applyTags(wanted, name);
        for (Setting setting : SETTINGS) {
            boolean same =
                    before.document(setting.property()).equals(after.document(setting.property()));
            if (!same) {
                apply(wanted.actor(), name, setting, after);
            }
        }
    }

    /// Versioning that the template no longer asks for is suspended: there is no way further back.
    private void applyVersioning(Actor actor, String name, Properties before, Properties after)
            throws ResourceFailure, IOException {
        Optional<String> was = before.structure("VersioningConfiguration").text("Status");
        Optional<String> status = after.structure("VersioningConfiguration").text("Status");
        if (was.equals(status)) {
            return;
        }
        require(actor, "s3:PutBucketVersioning", name);
        boolean enabled = status.equals(Optional.of("Enabled"));
        store.buckets().setVersioning(name, enabled ? Versioning.ENABLED : Versioning.SUSPENDED);
    }

    private void applyTags(Wanted wanted, String name) throws ResourceFailure, IOException {
        Map<String, String> tags = new LinkedHashMap<>(Properties.tags(wanted));
        boolean asked = !tags.isEmpty();
        tags.put("aws:cloudformation:stack-name", wanted.stackName());
        tags.put("aws:cloudformation:logical-id", wanted.logicalId());
        tags.put("aws:cloudformation:stack-id", wanted.stackId());
        if (asked) {
            require(wanted.actor(), "s3:PutBucketTagging", name);
        }
        buckets().putDocument(buckets().get(name), BucketDocument.TAGGING, BucketXml.tagging(tags));
    }

    private void apply(Actor actor, String name, Setting setting, Properties after)
            throws ResourceFailure, IOException {
        require(actor, setting.action(), name);
        Bucket bucket = buckets().get(name);
        if (after.has(setting.property())) {
            String document = setting.document().apply(after.structure(setting.property()));
            buckets().putDocument(bucket, setting.kind(), document);
        } else {
            buckets().deleteDocument(bucket, setting.kind());
        }
    }

    @Override
    public void delete(Present present) throws ResourceFailure, IOException {
        if (buckets().find(present.physicalId()).isPresent()) {
            require(present.actor(), "s3:DeleteBucket", present.physicalId());
            buckets().delete(present.physicalId());
        }
    }

    private Buckets buckets() {
        return store.buckets();
    }

    /// The bucket's own policy has a say.
    private void require(Actor actor, String action, String name) throws ResourceFailure {
        Optional<String> policy =
                buckets()
                        .find(name)
                        .flatMap(bucket -> buckets().document(bucket, BucketDocument.POLICY));
        authority.require(actor, action, arn(name), Map.of(), policy);
    }

    private static String arn(String name) {
        return "arn:aws:s3:::" + name;
    }

    private Map<String, String> attributes(String name) {
        String region = store.region();
        return Map.of(
                "Arn", arn(name),
                "DomainName", name + ".s3.amazonaws.com",
                "RegionalDomainName", name + ".s3." + region + ".amazonaws.com",
                "DualStackDomainName", name + ".s3.dualstack." + region + ".amazonaws.com",
                "WebsiteURL", "http://" + name + ".s3-website-" + region + ".amazonaws.com");
    }
}
