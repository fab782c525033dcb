package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.RemoteBuckets;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::S3::Bucket` where there is an S3 beside the embedded store: new buckets are made there.
/// Those that the embedded store has, of stacks that are older, stay what they are.
///
/// A bucket bears its mark as a tag. A store that keeps no tags has buckets that are known by their
/// names alone.
final class RemoteBucketResource implements ResourceType {
    private static final int NAME_MAX = 63;
    private static final String MARK = "hydrant:mark";
    private static final Set<Integer> NOT_THERE = Set.of(405, 501);

    private final BucketResource embedded;
    private final S3Store store;
    private final RemoteBuckets remote;
    private final Authority authority;
    private final PhysicalName names;
    private final RandomGenerator random;

    RemoteBucketResource(
            BucketResource embedded,
            S3Store store,
            RemoteBuckets remote,
            Authority authority,
            RandomGenerator random) {
        this.embedded = embedded;
        this.store = store;
        this.remote = remote;
        this.authority = authority;
        this.names = new PhysicalName(random);
        this.random = random;
    }

    @Override
    public ResourceDescription description() {
        return embedded.description();
    }

    private boolean isEmbedded(String name) {
        return store.buckets().find(name).isPresent();
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure, IOException {
        String name =
                new Properties(desired.properties())
                        .text("BucketName")
                        .orElseGet(() -> names.lowerCase(desired, NAME_MAX));
        require(desired.actor(), "s3:CreateBucket", name);
        if (isEmbedded(name) || remote.has(name)) {
            throw BucketResource.exists(name);
        }
        return new Claim(name, Claim.newMark(random));
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        String name = claim.physicalId();
        if (isEmbedded(name) || remote.has(name)) {
            throw BucketResource.exists(name);
        }
        try {
            remote.create(name);
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw BucketResource.exists(name);
            }
            throw refusal;
        }
        boolean isMarked = false;
        try {
            putTags(name, desired, claim.mark());
            isMarked = true;
        } finally {
            if (!isMarked) {
                remote.delete(name); // nobody would know it again
            }
        }
        Properties wanted = new Properties(desired.properties());
        if (wanted.structure("VersioningConfiguration").text("Status").isPresent()) {
            applyVersioning(desired.actor(), name, wanted);
        }
        for (BucketResource.Setting setting : BucketResource.SETTINGS) {
            if (wanted.has(setting.property())) {
                apply(desired.actor(), name, setting, wanted);
            }
        }
        return embedded.attributes(name);
    }

    @Override
    public boolean stands(PhysicalResource current) throws IOException {
        return isEmbedded(current.physicalId()) ? embedded.stands(current) : isOurs(current);
    }

    private boolean isOurs(PhysicalResource current) throws IOException {
        if (!remote.has(current.physicalId())) {
            return false;
        }
        try {
            Optional<String> tags = remote.document(current.physicalId(), BucketDocument.TAGGING);
            return current.mark()
                    .map(mark -> tags.filter(text -> text.contains(mark)).isPresent())
                    .orElse(true);
        } catch (ServiceException refusal) {
            if (NOT_THERE.contains(refusal.status())) {
                return true;
            }
            throw refusal;
        }
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        if (isEmbedded(name)) {
            return embedded.update(current, desired);
        }
        if (!isOurs(current)) {
            throw ResourceFailure.notFound(description(), name);
        }
        Properties after = new Properties(desired.properties());
        if (current.mayDiffer("VersioningConfiguration", after)) {
            applyVersioning(desired.actor(), name, after);
        }
        if (current.mayDiffer("Tags", after) && current.mark().isPresent()) {
            require(desired.actor(), "s3:PutBucketTagging", name);
            putTags(name, desired, current.mark().get());
        }
        for (BucketResource.Setting setting : BucketResource.SETTINGS) {
            if (current.mayDiffer(setting.property(), after)) {
                apply(desired.actor(), name, setting, after);
            }
        }
        return embedded.attributes(name);
    }

    /// Versioning that the template no longer asks for is suspended: there is no way further back.
    private void applyVersioning(Actor actor, String name, Properties wanted)
            throws ResourceFailure, IOException {
        require(actor, "s3:PutBucketVersioning", name);
        String status =
                wanted.structure("VersioningConfiguration").text("Status").orElse("Suspended");
        remote.put(
                name,
                "versioning",
                new XmlWriter()
                        .start("VersioningConfiguration", BucketXml.NAMESPACE)
                        .element("Status", status)
                        .end()
                        .toString());
    }

    /// Tags that nobody asked for are not worth a failure.
    private void putTags(String name, DesiredResource desired, String mark)
            throws ResourceFailure, IOException {
        Map<String, String> asked = Properties.tags(desired);
        if (!asked.isEmpty()) {
            require(desired.actor(), "s3:PutBucketTagging", name);
        }
        Map<String, String> tags = new LinkedHashMap<>(asked);
        tags.put("hydrant:stack-name", desired.stackName());
        tags.put("hydrant:logical-id", desired.logicalId());
        tags.put("hydrant:stack-id", desired.stackId());
        tags.put(MARK, mark);
        try {
            remote.put(name, BucketDocument.TAGGING, BucketXml.tagging(tags));
        } catch (ServiceException refusal) {
            if (!asked.isEmpty() || !NOT_THERE.contains(refusal.status())) {
                throw refusal;
            }
        }
    }

    /// What the template no longer asks for becomes what the store has by itself.
    private void apply(Actor actor, String name, BucketResource.Setting setting, Properties after)
            throws ResourceFailure, IOException {
        require(actor, setting.action(), name);
        if (after.has(setting.property())) {
            remote.put(
                    name,
                    setting.kind(),
                    setting.document().apply(after.structure(setting.property())));
        } else if (setting.otherwise().isPresent()) {
            remote.put(name, setting.kind(), setting.otherwise().get());
        } else {
            remote.remove(name, setting.kind());
        }
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        String name = current.physicalId();
        if (isEmbedded(name)) {
            embedded.delete(current);
        } else if (isOurs(current)) {
            require(current.actor(), "s3:DeleteBucket", name);
            remote.delete(name);
        }
    }

    /// The bucket's own policy is asked by the store itself.
    private void require(Actor actor, String action, String name) throws ResourceFailure {
        RequestKeys keys =
                action.equals("s3:CreateBucket")
                        ? RequestKeys.of(Map.of("s3:LocationConstraint", List.of(store.region())))
                        : RequestKeys.NONE;
        authority.require(actor, action, "arn:aws:s3:::" + name, keys, ResourcePolicy.NONE);
    }
}
