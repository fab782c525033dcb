package io.hydrant.core.cloudformation;

import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.plan.Comparison;
import io.hydrant.core.cloudformation.plan.Planner;
import io.hydrant.core.cloudformation.provision.Phases;
import io.hydrant.core.cloudformation.provision.Provisioner;
import io.hydrant.core.cloudformation.resource.Authority;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.StackIds;
import io.hydrant.core.cloudformation.stack.StackRuns;
import io.hydrant.core.cloudformation.stack.Stacks;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.TemplateReader;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Sts;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.memory.Workroom;
import io.hydrant.core.objectstore.RemoteBuckets;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.stream.DeliveryStreams;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// CloudFormation for one account and region. Safe for use from many threads.
///
/// The server calls [#takeUp] once, when all else is ready: it takes up the operations that were in
/// the middle when the last server stopped. [#close] waits for those at work.
public final class CloudFormation implements AutoCloseable {
    private final Templates templates;
    private final Stacks stacks;
    private final StackOperations operations;
    private final StackDeletions deletions;
    private final ChangeSets changeSets;
    private final Provisioner provisioner;
    private final Gate gate;
    private final Workroom room;

    /// @param elsewhere where new buckets are made, if that is not the embedded store
    /// @param kms which is there when it is first asked for
    /// @param memoryBytes what it may take of the heap: half for requests, half for operations
    public CloudFormation(
            Database catalog,
            Iam iam,
            S3Store store,
            Optional<RemoteBuckets> elsewhere,
            DeliveryStreams streams,
            LogEvents logs,
            Alarms alarms,
            DataCatalog glue,
            Supplier<Kms> kms,
            ParameterStore parameters,
            Authorizer authorizer,
            Sts sts,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            long memoryBytes) {
        Authority authority = new Authority(authorizer, account, region, clock);
        ResourceTypes types =
                ResourceTypes.of(
                        iam,
                        store,
                        elsewhere,
                        streams,
                        logs,
                        alarms,
                        glue,
                        kms,
                        parameters,
                        authority,
                        random);
        TemplateReader reader = new TemplateReader(types.names());
        Instances instances = new Instances(catalog, reader, region, account);
        StackIds ids = new StackIds(region, account, clock, random);
        StackRuns runs = new StackRuns(catalog, clock, ids);
        ServiceRole role = new ServiceRole(sts, account);
        Planner planner = new Planner(types);
        Comparison comparison = new Comparison(planner, reader);
        this.stacks = new Stacks(catalog, clock);
        Phases phases = new Phases(types, new Handler(random), stacks, instances);
        this.provisioner =
                new Provisioner(runs, phases, Workroom.of(memoryBytes / 2), catalog.leases());
        this.room = Workroom.of(memoryBytes / 2);
        this.templates = new Templates(reader, types, store, authority);
        Drafts drafts =
                new Drafts(templates, instances, new ResolvedParameters(parameters, authority));
        this.operations =
                new StackOperations(
                        catalog, stacks, drafts, comparison, provisioner, runs, role, ids);
        this.deletions = new StackDeletions(stacks, provisioner, runs, role);
        this.changeSets =
                new ChangeSets(
                        catalog,
                        stacks,
                        drafts,
                        planner,
                        comparison,
                        operations,
                        runs,
                        role,
                        ids,
                        clock);
        this.gate = new Gate(authorizer, role, stacks, region, account);
    }

    /// Takes up what a stopped server left in progress; returns before it is done.
    public void takeUp() throws IOException {
        provisioner.takeUp();
    }

    public Templates templates() {
        return templates;
    }

    public Stacks stacks() {
        return stacks;
    }

    public StackOperations operations() {
        return operations;
    }

    public StackDeletions deletions() {
        return deletions;
    }

    public ChangeSets changeSets() {
        return changeSets;
    }

    /// Room in memory for what a request works on.
    ///
    /// @throws io.hydrant.aws.ServiceException Throttling, when there is none in time
    public Workroom.Place enter(long bytes) {
        return orThrottled(room.enter(bytes));
    }

    static Workroom.Place orThrottled(Optional<Workroom.Place> place) {
        return place.orElseThrow(() -> CloudFormationError.THROTTLING.because("Rate exceeded"));
    }

    public Gate gate() {
        return gate;
    }

    @Override
    public void close() throws IOException {
        provisioner.close();
    }
}
