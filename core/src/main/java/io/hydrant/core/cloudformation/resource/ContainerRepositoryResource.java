package io.hydrant.core.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::ECR::Repository`, as the CDK's bootstrap has one: a name and addresses, and no registry
/// behind them. No image can be put there, and nothing calls it.
final class ContainerRepositoryResource implements ResourceType {
    private static final int NAME_MAX = 256;
    private static final String ARN_START = "arn:aws:cloudformation:";

    private static final String NAME =
            "(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*";

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("RepositoryName", Schema.text(2, NAME_MAX, NAME))
                    .with("ImageTagMutability", Schema.oneOf("MUTABLE", "IMMUTABLE"))
                    .with(
                            "LifecyclePolicy",
                            Schema.structure()
                                    .with("LifecyclePolicyText", Schema.text(100, 30_720))
                                    .with("RegistryId", Schema.text(12, 12, "[0-9]{12}")))
                    .with("RepositoryPolicyText", new Schema.Document())
                    .with(
                            "ImageScanningConfiguration",
                            Schema.structure().with("ScanOnPush", new Schema.Truth()))
                    .with(
                            "EncryptionConfiguration",
                            Schema.structure()
                                    .with("EncryptionType", Schema.oneOf("AES256", "KMS"))
                                    .with("KmsKey", Schema.text(1, 2048))
                                    .require("EncryptionType"))
                    .with("EmptyOnDelete", new Schema.Truth())
                    .with("Tags", Schema.tags())
                    .with("ImageTagMutabilityExclusionFilters", new Schema.Unsupported());

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::ECR::Repository",
                    "Ecr",
                    PROPERTIES,
                    Set.of("RepositoryName", "EncryptionConfiguration"),
                    Optional.of("RepositoryName"),
                    Set.of("Arn", "RepositoryUri"),
                    true,
                    Optional.of("RepositoryName"));

    private final PhysicalName names;

    ContainerRepositoryResource(RandomGenerator random) {
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) {
        String name =
                new Properties(desired.properties())
                        .text("RepositoryName")
                        .orElseGet(() -> names.lowerCase(desired, NAME_MAX));
        return new Claim(name, name);
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) {
        return attributes(desired, claim.physicalId());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return false;
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired) {
        return attributes(desired, current.physicalId());
    }

    @Override
    public void delete(PhysicalResource current) {}

    /// Region and account are those of its stack.
    private static Map<String, String> attributes(DesiredResource desired, String name) {
        String[] place = desired.stackId().substring(ARN_START.length()).split(":", 3);
        return Map.of(
                "Arn",
                "arn:aws:ecr:%s:%s:repository/%s".formatted(place[0], place[1], name),
                "RepositoryUri",
                "%s.dkr.ecr.%s.amazonaws.com/%s".formatted(place[1], place[0], name));
    }
}
