package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.Buckets;
import io.hydrant.core.objectstore.ObjectOwnership;
import io.hydrant.core.objectstore.PublicAccessBlock;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Versioning;
import io.hydrant.core.objectstore.setting.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::S3::Bucket`.
final class BucketResource implements ResourceType {
    private static final int NAME_MAX = 63;

    /// A setting that S3 keeps as a document: from which property, as which kind, which action
    /// writes it, and what a bucket has that the template gives nothing.
    record Setting(
            String property,
            String kind,
            String action,
            Function<Properties, String> document,
            Optional<String> otherwise) {
        Setting(
                String property,
                String kind,
                String action,
                Function<Properties, String> document) {
            this(property, kind, action, document, Optional.empty());
        }
    }

    static final List<Setting> SETTINGS =
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
                            BucketXml::publicAccessBlock,
                            Optional.of(PublicAccessBlock.ALL.toXml())),
                    new Setting(
                            "OwnershipControls",
                            BucketDocument.OWNERSHIP_CONTROLS,
                            "s3:PutBucketOwnershipControls",
                            BucketXml::ownershipControls,
                            Optional.of(ObjectOwnership.BucketOwnerEnforced.toXml())),
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
                    true,
                    Optional.of("BucketName"));

    private final S3Store store;
    private final Authority authority;
    private final PhysicalName names;
    private final RandomGenerator random;

    BucketResource(S3Store store, Authority authority, RandomGenerator random) {
        this.store = store;
        this.authority = authority;
        this.names = new PhysicalName(random);
        this.random = random;
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        String name =
                new Properties(desired.properties())
                        .text("BucketName")
                        .orElseGet(() -> names.lowerCase(desired, NAME_MAX));
        authority.require(
                desired.actor(),
                "s3:CreateBucket",
                arn(name),
                RequestKeys.of(Map.of("s3:LocationConstraint", List.of(store.region()))),
                ResourcePolicy.NONE);
        if (buckets().find(name).isPresent()) {
            throw exists(name);
        }
        return new Claim(name, Claim.newMark(random));
    }

    static ResourceFailure exists(String name) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                name + " already exists (Service: S3, Status Code: 0, Request ID: null)");
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        String name = claim.physicalId();
        try {
            buckets()
                    .create(
                            name,
                            store.region(),
                            Map.of(
                                    BucketDocument.MAKER,
                                    claim.mark(),
                                    BucketDocument.TAGGING,
                                    BucketXml.tagging(ofStack(desired))));
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw exists(name);
            }
            throw refusal;
        }
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        PhysicalResource bare =
                new PhysicalResource(
                        desired.actor(), name, Optional.of(claim.mark()), List.of(nothing));
        apply(bare, desired);
        return attributes(name);
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    /// The bucket, unless it is gone or another has its name by now.
    private Optional<Bucket> found(PhysicalResource current) {
        return buckets()
                .find(current.physicalId())
                .filter(bucket -> current.bears(buckets().document(bucket, BucketDocument.MAKER)));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        apply(current, desired);
        return attributes(current.physicalId());
    }

    private void apply(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        Properties after = new Properties(desired.properties());
        Bucket bucket =
                found(current)
                        .orElseThrow(
                                () -> ResourceFailure.notFound(DESCRIPTION, current.physicalId()));
        if (current.mayDiffer("VersioningConfiguration", after)) {
            applyVersioning(desired.actor(), bucket, after);
        }
        applyTags(desired, bucket);
        for (Setting setting : SETTINGS) {
            if (current.mayDiffer(setting.property(), after)) {
                apply(desired.actor(), bucket, setting, after);
            }
        }
    }

    /// Versioning that the template no longer asks for is suspended: there is no way further back.
    private void applyVersioning(Actor actor, Bucket bucket, Properties after)
            throws ResourceFailure, IOException {
        Optional<String> status = after.structure("VersioningConfiguration").text("Status");
        Versioning versioning =
                status.equals(Optional.of("Enabled"))
                        ? Versioning.ENABLED
                        : status.isEmpty() && !bucket.wasVersioned()
                                ? Versioning.NEVER_ENABLED
                                : Versioning.SUSPENDED;
        if (versioning != bucket.versioning()) {
            require(actor, "s3:PutBucketVersioning", bucket);
            buckets().setVersioning(bucket.name(), versioning);
        }
    }

    private void applyTags(DesiredResource desired, Bucket bucket)
            throws ResourceFailure, IOException {
        Map<String, String> tags = new LinkedHashMap<>(Properties.tags(desired));
        boolean asked = !tags.isEmpty();
        tags.putAll(ofStack(desired));
        String document = BucketXml.tagging(tags);
        if (buckets().document(bucket, BucketDocument.TAGGING).equals(Optional.of(document))) {
            return;
        }
        if (asked) {
            require(desired.actor(), "s3:PutBucketTagging", bucket);
        }
        buckets().putDocument(bucket, BucketDocument.TAGGING, document);
    }

    /// The tags that every bucket of a stack has.
    private static Map<String, String> ofStack(DesiredResource desired) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("aws:cloudformation:stack-name", desired.stackName());
        tags.put("aws:cloudformation:logical-id", desired.logicalId());
        tags.put("aws:cloudformation:stack-id", desired.stackId());
        return tags;
    }

    private void apply(Actor actor, Bucket bucket, Setting setting, Properties after)
            throws ResourceFailure, IOException {
        Optional<String> document =
                after.has(setting.property())
                        ? kept(bucket, setting, after.structure(setting.property()))
                        : setting.otherwise();
        if (document.equals(buckets().document(bucket, setting.kind()))) {
            return;
        }
        require(actor, setting.action(), bucket);
        if (document.isPresent()) {
            buckets().putDocument(bucket, setting.kind(), document.get());
        } else {
            buckets().deleteDocument(bucket, setting.kind());
        }
    }

    /// The document as the store would keep it.
    private Optional<String> kept(Bucket bucket, Setting setting, Properties property) {
        String document = setting.document().apply(property);
        return Settings.knows(setting.kind())
                ? Settings.kept(buckets(), bucket, setting.kind(), document)
                : Optional.of(document);
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<Bucket> bucket = found(current);
        if (bucket.isPresent()) {
            require(current.actor(), "s3:DeleteBucket", bucket.get());
            buckets().delete(bucket.get());
        }
    }

    private Buckets buckets() {
        return store.buckets();
    }

    /// The bucket's own policy has a say.
    private void require(Actor actor, String action, Bucket bucket) throws ResourceFailure {
        authority.require(
                actor,
                action,
                bucket.arn(),
                RequestKeys.NONE,
                ResourcePolicy.ofBucket(buckets().document(bucket, BucketDocument.POLICY)));
    }

    private static String arn(String name) {
        return "arn:aws:s3:::" + name;
    }

    Map<String, String> attributes(String name) {
        String region = store.region();
        return Map.of(
                "Arn", arn(name),
                "DomainName", name + ".s3.amazonaws.com",
                "RegionalDomainName", name + ".s3." + region + ".amazonaws.com",
                "DualStackDomainName", name + ".s3.dualstack." + region + ".amazonaws.com",
                "WebsiteURL", "http://" + name + ".s3-website-" + region + ".amazonaws.com");
    }
}
