package io.hydrant.core.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A type that stands for nothing outside the stack: `AWS::CloudFormation::WaitConditionHandle`,
/// `AWS::CDK::Metadata`.
final class Inert implements ResourceType {
    private final String name;
    private final Schema.Structure schema;
    private final PhysicalName names;

    private Inert(String name, Schema.Structure schema, RandomGenerator random) {
        this.name = name;
        this.schema = schema;
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
    public String name() {
        return name;
    }

    @Override
    public String service() {
        return "CloudFormation";
    }

    @Override
    public Schema.Structure schema() {
        return schema;
    }

    @Override
    public Set<String> createOnly() {
        return Set.of();
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.empty();
    }

    @Override
    public Set<String> attributes() {
        return Set.of();
    }

    @Override
    public boolean taggable() {
        return false;
    }

    @Override
    public String prepare(Wanted wanted) {
        return names.of(wanted, 128);
    }

    @Override
    public Map<String, String> create(Wanted wanted, String physicalId) {
        return Map.of();
    }

    @Override
    public Map<String, String> update(Present present, Wanted wanted) {
        return Map.of();
    }

    @Override
    public void delete(Present present) {}
}
