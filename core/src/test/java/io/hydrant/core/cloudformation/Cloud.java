package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.alarm.AlarmsSchema;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.TestCatalog;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.OnFailure;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackEvent;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueSchema;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.SampleCircumstances;
import io.hydrant.core.iam.Sts;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsSchema;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.ssm.SsmSchema;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.stream.RoleCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// CloudFormation with the real parts under it, in a directory of its own; can be closed and opened
/// again.
final class Cloud implements AutoCloseable {
    static final String ACCOUNT = "000000000000";
    static final String REGION = "us-east-1";
    static final Actor ROOT = new Actor(new Principal.Root(ACCOUNT), SampleCircumstances.PLAIN);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final InstantSource clock = InstantSource.system();
    private final RandomGenerator chance;
    Database catalog;
    Iam iam;
    S3Store store;
    DeliveryStreams streams;
    DataCatalog glue;
    ParameterStore parameters;
    Authorizer authorizer;
    CloudFormation cloudFormation;

    Cloud(Path directory) throws IOException {
        this(directory, new Random(1));
    }

    /// With chance of the stacks' own; that of all other parts is plain.
    Cloud(Path directory, RandomGenerator chance) throws IOException {
        this.directory = directory;
        this.chance = chance;
        open();
    }

    private void open() throws IOException {
        Files.createDirectories(directory);
        catalog =
                TestCatalog.of(
                        directory.resolve("catalog.db"),
                        IamSchema.SCHEMA,
                        DeliveryStreamsSchema.SCHEMA,
                        CloudFormationSchema.SCHEMA,
                        GlueSchema.SCHEMA,
                        AlarmsSchema.SCHEMA,
                        KmsSchema.SCHEMA,
                        SsmSchema.SCHEMA);
        Random random = new Random(1);
        iam = new Iam(catalog, ACCOUNT, clock, random);
        authorizer = new Authorizer(iam);
        Sts sts = new Sts(iam, authorizer, REGION, clock, false);
        store =
                S3Store.open(
                        directory.resolve("s3"), new RealDisk(), clock, random, REGION, ACCOUNT);
        streams =
                new DeliveryStreams(
                        catalog, RoleCheck.by(RoleAssumer.by(sts)), REGION, ACCOUNT, clock, random);
        glue = new DataCatalog(catalog, REGION, ACCOUNT, clock, random);
        parameters = new ParameterStore(catalog, this::kms, REGION, ACCOUNT, clock, random);
        cloudFormation =
                new CloudFormation(
                        catalog,
                        iam,
                        store,
                        Optional.empty(),
                        streams,
                        new LogEvents(
                                Optional.of(directory.resolve("logs.db")),
                                new RealDisk(),
                                16 << 20,
                                REGION,
                                ACCOUNT,
                                clock,
                                random),
                        new Alarms(
                                catalog,
                                Optional.of((_, _, _) -> List.of()),
                                "",
                                REGION,
                                ACCOUNT,
                                clock,
                                random),
                        glue,
                        this::kms,
                        parameters,
                        authorizer,
                        sts,
                        REGION,
                        ACCOUNT,
                        clock,
                        chance,
                        256L << 20);
    }

    /// Keys whose materials are wrapped by nothing.
    Kms kms() {
        try {
            return new Kms(catalog, iam, authorizer, new PlainWrap(), REGION, clock, new Random(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class PlainWrap implements KeyWrap {
        @Override
        public byte[] wrap(byte[] key, byte[] context) {
            return key;
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] context) {
            return wrapped;
        }
    }

    void reopen() throws IOException {
        close();
        open();
        cloudFormation.takeUp();
    }

    Path directory() {
        return directory;
    }

    static StackRequest request(String name, String template, String... parameters) {
        return request(name, Optional.of(template), OnFailure.ROLLBACK, List.of(parameters));
    }

    /// `parameters` are `Key=Value`; a key alone keeps its value.
    static StackRequest request(
            String name, Optional<String> template, OnFailure onFailure, List<String> parameters) {
        List<ParameterInput> inputs = new ArrayList<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            inputs.add(
                    equals < 0
                            ? new ParameterInput(parameter, Optional.empty(), true)
                            : new ParameterInput(
                                    parameter.substring(0, equals),
                                    Optional.of(parameter.substring(equals + 1)),
                                    false));
        }
        return new StackRequest(
                name,
                new TemplateSource(template, Optional.empty()),
                template.isEmpty(),
                inputs,
                List.of("CAPABILITY_NAMED_IAM"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                onFailure,
                false,
                Optional.empty(),
                false,
                Optional.empty());
    }

    /// Creates a stack and waits until it is settled.
    Stack create(String name, String template, String... parameters) throws IOException {
        return settled(
                cloudFormation.operations().create(request(name, template, parameters), ROOT));
    }

    Stack update(String name, String template, String... parameters) throws IOException {
        return settled(
                cloudFormation.operations().update(request(name, template, parameters), ROOT));
    }

    Stack delete(String name) throws IOException {
        String id = cloudFormation.stacks().find(name).orElseThrow().id();
        cloudFormation.deletions().begin(name, List.of(), ROOT, Optional.empty());
        return settled(id);
    }

    Stack settled(String id) throws IOException {
        Instant end = clock.instant().plus(PATIENCE);
        while (true) {
            Stack stack = cloudFormation.stacks().find(id).orElseThrow();
            if (!stack.status().inProgress()) {
                return stack;
            }
            if (clock.instant().isAfter(end)) {
                throw new AssertionError("Still in progress: " + stack);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Oldest first.
    List<StackEvent> events(String id) throws IOException {
        Stack stack = cloudFormation.stacks().find(id).orElseThrow();
        List<StackEvent> events = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page<StackEvent> page = cloudFormation.stacks().events(stack, next);
            events.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return events.reversed();
    }

    /// Oldest first, each as `logicalId STATUS reason`, without what is random in it.
    List<String> story(String id) throws IOException {
        return events(id).stream()
                .map(event ->
                        (event.logicalId() + " " + event.status() + " " + event.reason().orElse(""))
                                .strip()
                                .replaceAll("Request ID: [0-9A-Za-z-]+", "Request ID: …")
                                .replaceAll("RequestToken: [0-9a-f-]+", "RequestToken: …")
                                .replaceAll("Extended Request ID: [^)]+", "Extended Request ID: …"))
                .toList();
    }

    StackResource resource(Stack stack, String logicalId) throws IOException {
        return cloudFormation.stacks().resources(stack).stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    /// Something that may be refused.
    @FunctionalInterface
    interface Request {
        Object send() throws IOException;
    }

    /// The code, a colon and the text.
    static String refusal(Request request) throws IOException {
        try {
            throw new AssertionError("Accepted: " + request.send());
        } catch (ServiceException refused) {
            return refused.code() + ": " + refused.text();
        }
    }

    @Override
    public void close() throws IOException {
        cloudFormation.close();
        store.close();
        catalog.close();
    }
}
