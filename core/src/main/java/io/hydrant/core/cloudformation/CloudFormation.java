package io.hydrant.core.cloudformation;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.resource.Authority;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.template.TemplateReader;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Sts;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.stream.DeliveryStreams;
import java.io.IOException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// CloudFormation for one account and region. Safe for use from many threads.
///
/// The server calls [#takeUp] once, when all else is ready: it takes up the operations that were in
/// the middle when the last server stopped. [#close] waits for those at work.
public final class CloudFormation implements AutoCloseable {
    private final Templates templates;
    private final Stacks stacks;
    private final StackOperations operations;
    private final ChangeSets changeSets;
    private final Provisioner provisioner;
    private final Gate gate;
    private final Workroom room;

    /// @param memoryBytes what it may take of the heap: half for requests, half for operations
    public CloudFormation(
            Database catalog,
            Iam iam,
            S3Store store,
            DeliveryStreams streams,
            Authorizer authorizer,
            Sts sts,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            long memoryBytes) {
        Authority authority = new Authority(authorizer::decide, account, region, clock);
        ResourceTypes types = ResourceTypes.of(iam, store, streams, authority, random);
        TemplateReader reader = new TemplateReader(types.names());
        Instances instances = new Instances(catalog, reader, region, account);
        Identifiers identifiers = new Identifiers(clock, random);
        StackIds ids = new StackIds(region, account, clock, identifiers);
        Planner planner = new Planner(types);
        Phases phases = new Phases(types, new Handler(random), new Owners(catalog), instances);
        this.provisioner =
                new Provisioner(catalog, clock, identifiers, phases, Workroom.of(memoryBytes / 2));
        this.room = Workroom.of(memoryBytes / 2);
        this.templates = new Templates(reader, types, store, authority);
        this.stacks = new Stacks(catalog, clock);
        Drafts drafts = new Drafts(templates, instances);
        this.operations = new StackOperations(catalog, stacks, drafts, planner, provisioner, ids);
        this.changeSets =
                new ChangeSets(
                        catalog, stacks, drafts, planner, provisioner, operations, ids, clock);
        this.gate = new Gate(authorizer, sts, stacks, region, account);
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

    public ChangeSets changeSets() {
        return changeSets;
    }

    /// The room for what requests work on.
    public Workroom room() {
        return room;
    }

    public Gate gate() {
        return gate;
    }

    @Override
    public void close() throws IOException {
        provisioner.close();
    }
}
