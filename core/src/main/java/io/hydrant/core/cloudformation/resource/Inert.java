package io.hydrant.core.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A type that stands for nothing outside the stack: `AWS::CloudFormation::WaitConditionHandle`,
/// `AWS::CDK::Metadata`.
final class Inert implements ResourceType {
    private final ResourceDescription description;
    private final PhysicalName names;

    private Inert(String name, Schema.Structure schema, RandomGenerator random) {
        this.description =
                new ResourceDescription(
                        name,
                        "CloudFormation",
                        schema,
                        Set.of(),
                        Optional.empty(),
                        Set.of(),
                        false,
                        Optional.empty());
        this.names = new PhysicalName(random);
    }

    static ResourceType waitConditionHandle(RandomGenerator random) {
        return new Inert("AWS::CloudFormation::WaitConditionHandle", Schema.structure(), random);
    }

    static ResourceType cdkMetadata(RandomGenerator random) {
        Schema.Structure schema = Schema.structure().with("Analytics", Schema.text());
        return new Inert("AWS::CDK::Metadata", schema, random);
    }

    @Override
    public ResourceDescription description() {
        return description;
    }

    @Override
    public Claim prepare(DesiredResource desired) {
        String name = names.of(desired, 128);
        return new Claim(name, name);
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) {
        return Map.of();
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return false;
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired) {
        return Map.of();
    }

    @Override
    public void delete(PhysicalResource current) {}
}
