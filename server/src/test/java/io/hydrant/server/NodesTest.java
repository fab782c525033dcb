package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.iam.Secret;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.TcpProxy;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.StsClient;

/// Two servers with one catalog: what is done at one holds at the other.
class NodesTest {
    /// Two seconds are promised, on a machine that has time for it.
    private static final int PATIENCE_SECONDS = 20;

    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """;

    private static final String EVERYTHING =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\
            """;

    private static final String ROLES =
            """
            {"Resources": {
              "First": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": %s}},
              "Second": {"Type": "AWS::IAM::Role", "DependsOn": "First",
                         "Properties": {"AssumeRolePolicyDocument": %s}}}}\
            """
                    .formatted(TRUST, TRUST);

    private static final RootCredentials ROOT =
            new RootCredentials(
                    "AKIAROOTROOTROOTROOT", new Secret("0123456789012345678901234567890123456789"));

    @TempDir Path folder;
    private TcpProxy proxy;
    private Hydrant one;
    private Hydrant two;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        String schema = "n" + UUID.randomUUID().toString().replace("-", "");
        String url = PostgresServer.shared().urlOf(schema);
        proxy = new TcpProxy(PostgresServer.shared().port());
        one =
                node(
                        "one",
                        url.replace(
                                ":" + PostgresServer.shared().port() + "/",
                                ":" + proxy.port() + "/"));
        two = node("two", url);
    }

    private Hydrant node(String name, String url) throws IOException {
        return Hydrant.start(
                ServerSettings.local(folder.resolve(name))
                        .with(ROOT)
                        .with(DatabaseSettings.of(url).shared()));
    }

    @AfterEach
    void stop() {
        for (Hydrant node : new Hydrant[] {one, two}) {
            if (node != null) {
                node.close();
            }
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    private static <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            Hydrant node, B builder, AwsCredentials credentials) {
        return builder.endpointOverride(node.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(with -> with.retryStrategy(retry -> retry.maxAttempts(1)))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private static AwsCredentials root() {
        return AwsBasicCredentials.create(ROOT.accessKeyId(), ROOT.secretAccessKey().reveal());
    }

    private static IamClient iam(Hydrant node) {
        return client(node, IamClient.builder(), root());
    }

    private static FirehoseClient firehose(Hydrant node) {
        return client(node, FirehoseClient.builder(), root());
    }

    private static CloudFormationClient stacks(Hydrant node) {
        return client(node, CloudFormationClient.builder(), root());
    }

    private static void createStream(Hydrant node, String name) {
        firehose(node)
                .createDeliveryStream(create ->
                        create.deliveryStreamName(name)
                                .extendedS3DestinationConfiguration(s3 ->
                                        s3.bucketARN("arn:aws:s3:::films")
                                                .roleARN(
                                                        "arn:aws:iam::000000000000:role/deliver")));
    }

    private void createRole() {
        iam(one).createRole(create -> create.roleName("deliver").assumeRolePolicyDocument(TRUST));
    }

    /// What went well, and what the others were refused with.
    private static List<Exception> race(List<Callable<Object>> attempts) throws Exception {
        List<Exception> refusals = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> attempt : pool.invokeAll(attempts)) {
                try {
                    assertThat(attempt.get()).isNotNull();
                } catch (ExecutionException e) {
                    refusals.add((Exception) e.getCause());
                }
            }
        }
        return refusals;
    }

    @Test
    void ofThoseThatCreateOneNameOnSeveralNodesOneWins() throws Exception {
        createRole();
        for (int i = 0; i < 8; i++) {
            String name = "films" + i;
            List<Callable<Object>> streams = new ArrayList<>();
            List<Callable<Object>> users = new ArrayList<>();
            for (Hydrant node : List.of(one, two, one, two)) {
                streams.add(() -> {
                    createStream(node, name);
                    return true;
                });
                users.add(() -> iam(node).createUser(create -> create.userName(name)));
            }
            assertThat(race(streams)).hasSize(3).allMatch(ResourceInUseException.class::isInstance);
            assertThat(race(users))
                    .hasSize(3)
                    .allMatch(EntityAlreadyExistsException.class::isInstance);
        }
        assertThat(firehose(one).listDeliveryStreams().deliveryStreamNames()).hasSize(8);
        assertThat(firehose(two).listDeliveryStreams().deliveryStreamNames()).hasSize(8);
    }

    @Test
    void whatIsMadeAtOneNodeIsThereAtTheOtherAtOnce() {
        createRole();
        createStream(two, "films");
        assertThat(
                        firehose(one)
                                .describeDeliveryStream(d -> d.deliveryStreamName("films"))
                                .deliveryStreamDescription()
                                .versionId())
                .isEqualTo("1");
        firehose(one).deleteDeliveryStream(d -> d.deliveryStreamName("films"));
        Wait.seconds(PATIENCE_SECONDS)
                .until(
                        "the stream to be gone",
                        () -> firehose(two).listDeliveryStreams().deliveryStreamNames().isEmpty());
    }

    @Test
    void aKeyThatIsRevokedAtOneNodeStopsWorkingAtTheOtherWithinTwoSeconds() {
        iam(one).createUser(create -> create.userName("ann"));
        iam(one).putUserPolicy(
                        put -> put.userName("ann").policyName("all").policyDocument(EVERYTHING));
        var key = iam(one).createAccessKey(create -> create.userName("ann")).accessKey();
        AwsCredentials ann = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        FirehoseClient atTwo = client(two, FirehoseClient.builder(), ann);
        assertThat(atTwo.listDeliveryStreams().deliveryStreamNames()).isEmpty();
        iam(one).deleteUserPolicy(delete -> delete.userName("ann").policyName("all"));
        Wait.seconds(PATIENCE_SECONDS).until("the policy to be gone", () -> isRefused(atTwo));
        StsClient who = client(two, StsClient.builder(), ann);
        assertThat(who.getCallerIdentity().arn()).endsWith("user/ann");
        iam(one).deleteAccessKey(delete -> delete.userName("ann").accessKeyId(key.accessKeyId()));
        Wait.seconds(PATIENCE_SECONDS)
                .until(
                        "the key to be gone",
                        () -> {
                            try {
                                return who.getCallerIdentity().arn().isEmpty();
                            } catch (AwsServiceException refused) {
                                return refused.statusCode() == 403;
                            }
                        });
    }

    private static boolean isRefused(FirehoseClient caller) {
        try {
            return !caller.listDeliveryStreams().hasDeliveryStreamNames();
        } catch (AwsServiceException refused) {
            return refused.statusCode() == 400;
        }
    }

    @Test
    void aNodeThatIsCutOffServesTheRootAloneAfterTenSeconds() {
        iam(one).createUser(create -> create.userName("ann"));
        var key = iam(one).createAccessKey(create -> create.userName("ann")).accessKey();
        AwsCredentials ann = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        StsClient atOne = client(one, StsClient.builder(), ann);
        assertThat(atOne.getCallerIdentity().arn()).endsWith("user/ann");
        proxy.freeze();
        Wait.seconds(20).until("503", () -> status(atOne) == 503);
        assertThat(client(one, StsClient.builder(), root()).getCallerIdentity().arn())
                .endsWith(":root");
        proxy.thaw();
        Wait.seconds(30).until("the key to hold again", () -> status(atOne) == 200);
    }

    private static int status(StsClient caller) {
        try {
            return caller.getCallerIdentity().sdkHttpResponse().statusCode();
        } catch (AwsServiceException refused) {
            return refused.statusCode();
        }
    }

    @Test
    void aStackHasOneOperationAtATimeOverAllNodes() throws Exception {
        List<Callable<Object>> creations = new ArrayList<>();
        for (Hydrant node : List.of(one, two, one, two)) {
            creations.add(() -> create(node));
        }
        assertThat(race(creations))
                .hasSize(3)
                .allMatch(
                        refusal -> String.valueOf(refusal.getMessage()).contains("already exists"));
        awaitStatus(two, StackStatus.CREATE_COMPLETE);
        Wait.seconds(30).until("both roles", () -> iam(one).listRoles().roles().size() == 2);
        stacks(two).deleteStack(delete -> delete.stackName("roles"));
        Wait.seconds(30).until("the roles to go", () -> iam(one).listRoles().roles().isEmpty());
    }

    private static String create(Hydrant node) {
        return stacks(node)
                .createStack(create ->
                        create.stackName("roles")
                                .templateBody(ROLES)
                                .capabilities(Capability.CAPABILITY_IAM))
                .stackId();
    }

    private static void awaitStatus(Hydrant node, StackStatus status) {
        assertThat(
                        Wait.seconds(60)
                                .until(
                                        status.toString(),
                                        () ->
                                                stacks(node)
                                                        .describeStacks(d -> d.stackName("roles"))
                                                        .stacks()
                                                        .getFirst()
                                                        .stackStatus(),
                                        status::equals))
                .isEqualTo(status);
    }

    /// The first node is cut off between two steps; what it had made is kept.
    @Test
    void aCreationWhoseNodeIsGoneIsGoneOnWithByAnother() {
        proxy.freezeAfter("stack_resource", 3);
        Thread creation = cutOff(() -> assertThat(create(one)).isNotEmpty());
        awaitStatus(two, StackStatus.CREATE_COMPLETE);
        List<String> made = roleIds(two);
        assertThat(made).hasSize(2);
        proxy.thaw();
        Wait.seconds(60).until("the creation to be answered", () -> !creation.isAlive());
        awaitStatus(one, StackStatus.CREATE_COMPLETE);
        List<String> seen =
                Wait.seconds(30)
                        .until("the first node to know it", () -> roleIds(one), made::equals);
        assertThat(seen).as("made once").isEqualTo(roleIds(two));
    }

    @Test
    void anUpdateAndADeletionWhoseNodeIsGoneAreGoneOnWithByAnother() {
        assertThat(create(two)).isNotEmpty();
        awaitStatus(two, StackStatus.CREATE_COMPLETE);
        List<String> made = roleIds(two);
        proxy.freezeAfter("stack_resource", 3);
        Thread update =
                cutOff(() ->
                        assertThat(
                                        stacks(one)
                                                .updateStack(change ->
                                                        change.stackName("roles")
                                                                .templateBody(
                                                                        ROLES.replace(
                                                                                "\"Properties\": {",
                                                                                "\"Properties\": {\"Description\": \"new\", "))
                                                                .capabilities(
                                                                        Capability.CAPABILITY_IAM))
                                                .stackId())
                                .isNotEmpty());
        awaitStatus(two, StackStatus.UPDATE_COMPLETE);
        assertThat(iam(two).listRoles().roles())
                .hasSize(2)
                .allMatch(role -> "new".equals(role.description()));
        assertThat(roleIds(two)).isEqualTo(made);
        proxy.thaw();
        Wait.seconds(60).until("the update to be answered", () -> !update.isAlive());
        awaitStatus(one, StackStatus.UPDATE_COMPLETE);
        proxy.freezeAfter("stack_resource", 2);
        Thread deletion =
                cutOff(() ->
                        assertThat(
                                        stacks(one)
                                                .deleteStack(delete -> delete.stackName("roles"))
                                                .sdkHttpResponse()
                                                .isSuccessful())
                                .isTrue());
        Wait.seconds(60).until("the roles to go", () -> iam(two).listRoles().roles().isEmpty());
        proxy.thaw();
        Wait.seconds(60).until("the deletion to be answered", () -> !deletion.isAlive());
    }

    private static List<String> roleIds(Hydrant node) {
        return iam(node).listRoles().roles().stream().map(Role::roleId).sorted().toList();
    }

    /// Begins something at the first node, and returns when that is cut off.
    private Thread cutOff(Runnable call) {
        Thread calling =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                call.run();
                            } catch (RuntimeException cutOff) {
                                assertThat(cutOff).isNotNull();
                            }
                        });
        Wait.seconds(30).until("the first node to be cut off", proxy::isFrozen);
        return calling;
    }
}
