package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.objectstore.RemoteBuckets;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.stream.DeliveryStreams;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The types of resources that there are.
public final class ResourceTypes {
    private final Map<String, ResourceType> byName = new LinkedHashMap<>();

    /// All that Hydrant has.
    ///
    /// @param elsewhere where new buckets are made, if that is not the embedded store
    /// @param kms which is there when it is first asked for
    public static ResourceTypes of(
            Iam iam,
            S3Store store,
            Optional<RemoteBuckets> elsewhere,
            DeliveryStreams streams,
            LogEvents logs,
            Alarms alarms,
            DataCatalog glue,
            Supplier<Kms> kms,
            ParameterStore parameters,
            Authority authority,
            RandomGenerator random) {
        BucketResource embedded = new BucketResource(store, authority, random);
        return new ResourceTypes(
                List.of(
                        elsewhere
                                .<ResourceType>map(remote ->
                                        new RemoteBucketResource(
                                                embedded, store, remote, authority, random))
                                .orElse(embedded),
                        new BucketPolicyResource(store, iam, elsewhere, authority, random),
                        new RoleResource(iam, authority, random),
                        new UserResource(iam, authority, random),
                        new GroupResource(iam, authority, random),
                        new UserToGroupAdditionResource(iam, authority, random),
                        new InlinePolicyResource(Identity.Kind.ROLE, iam, authority, random),
                        new InlinePolicyResource(Identity.Kind.USER, iam, authority, random),
                        new InlinePolicyResource(Identity.Kind.GROUP, iam, authority, random),
                        new PolicyResource(iam, authority, random),
                        new ManagedPolicyResource(iam, authority, random),
                        new DeliveryStreamResource(streams, iam.account(), authority, random),
                        new LogGroupResource(logs, authority, random),
                        new LogStreamResource(logs, authority, random),
                        new OnDemand(
                                "AWS::CloudWatch::Alarm",
                                () -> new AlarmResource(alarms, authority, random)),
                        new OnDemand(
                                "AWS::Glue::Database",
                                () -> new GlueDatabaseResource(glue, authority, random)),
                        new OnDemand(
                                "AWS::Glue::Table",
                                () -> new GlueTableResource(glue, authority, random)),
                        new OnDemand("AWS::KMS::Key", () -> new KeyResource(kms, authority)),
                        new OnDemand("AWS::KMS::Alias", () -> new KeyAliasResource(kms, authority)),
                        new OnDemand(
                                "AWS::ECR::Repository",
                                () -> new ContainerRepositoryResource(random)),
                        new OnDemand(
                                "AWS::SSM::Parameter",
                                () -> new SsmParameterResource(parameters, authority, random)),
                        Inert.waitConditionHandle(random),
                        Inert.cdkMetadata(random)));
    }

    public ResourceTypes(Collection<? extends ResourceType> types) {
        types.forEach(type -> byName.put(type.name(), type));
    }

    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /// @throws IllegalStateException when there is none of that name: templates with unknown types
    ///   are refused before anything is made of them
    public ResourceType type(String name) {
        ResourceType type = byName.get(name);
        if (type == null) {
            throw new IllegalStateException("No resource type " + name);
        }
        return type;
    }
}
