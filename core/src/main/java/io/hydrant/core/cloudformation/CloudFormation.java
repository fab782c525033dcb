package io.hydrant.core.cloudformation;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.resource.Authority;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.TemplateReader;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.stream.DeliveryStreams;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
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
    private final Authorizer authorizer;
    private final String region;
    private final String account;

    public CloudFormation(
            Database catalog,
            Iam iam,
            S3Store store,
            DeliveryStreams streams,
            Authorizer authorizer,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random) {
        Authority authority = new Authority(authorizer::decide, account);
        ResourceTypes types = ResourceTypes.of(iam, store, streams, authority, random);
        TemplateReader reader = new TemplateReader(types.names());
        Instances instances = new Instances(catalog, reader, region, account);
        Identifiers identifiers = new Identifiers(clock, random);
        StackIds ids = new StackIds(region, account, clock, identifiers);
        Planner planner = new Planner(types);
        Phases phases = new Phases(types, new Handler(random), new Owners(catalog), instances);
        this.provisioner = new Provisioner(catalog, clock, identifiers, phases);
        this.templates = new Templates(reader, store, authorizer);
        this.stacks = new Stacks(catalog, clock);
        Drafts drafts = new Drafts(templates, instances);
        this.operations = new StackOperations(catalog, stacks, drafts, planner, provisioner, ids);
        this.changeSets =
                new ChangeSets(
                        catalog, stacks, drafts, planner, provisioner, operations, ids, clock);
        this.authorizer = authorizer;
        this.region = region;
        this.account = account;
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

    /// Checks that the actor may do a CloudFormation action to a stack, named or by its id; to none
    /// when it is empty.
    ///
    /// @throws io.hydrant.aws.ServiceException AccessDenied
    public void authorize(Actor actor, String action, Optional<String> stack) throws IOException {
        AuthorizationRequest question =
                new AuthorizationRequest(
                        actor.principal(),
                        "cloudformation:" + action,
                        stack.isPresent() ? resource(stack.get()) : "*",
                        actor.context(),
                        Optional.empty(),
                        account);
        Decision decision = authorizer.decide(question);
        if (!decision.allowed()) {
            throw CloudFormationError.ACCESS_DENIED.because(
                    "%s", decision.explain(question, false));
        }
    }

    /// A stack that is not there has a name, but no UUID.
    private String resource(String nameOrId) throws IOException {
        if (StackId.isId(nameOrId)) {
            return nameOrId;
        }
        return stacks.find(nameOrId)
                .map(Stack::id)
                .orElse(
                        "arn:aws:cloudformation:"
                                + region
                                + ":"
                                + account
                                + ":stack/"
                                + nameOrId
                                + "/*");
    }

    @Override
    public void close() throws IOException {
        provisioner.close();
    }
}
