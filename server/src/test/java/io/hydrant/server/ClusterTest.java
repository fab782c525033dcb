package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.iam.Secret;
import io.hydrant.core.log.Ownership;
import io.hydrant.postgresql.DatabaseAddress;
import io.hydrant.postgresql.DatabaseNode;
import io.hydrant.postgresql.PostgresDatabase;
import io.hydrant.postgresql.SeenWrites;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.TcpProxy;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

/// Two servers with one catalog, of which the test says which delivers: each shows, and has
/// flushed, what the other delivers.
class ClusterTest {
    private static final int PATIENCE_SECONDS = 30;

    private static final RootCredentials ROOT =
            new RootCredentials(
                    "AKIAROOTROOTROOTROOT", new Secret("0123456789012345678901234567890123456789"));

    @TempDir Path folder;
    private TcpProxy proxy;
    private String url;
    private Hydrant one;
    private Hydrant two;
    private final AtomicReference<String> owner = new AtomicReference<>("one");
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        url = PostgresServer.shared().urlOf("n" + UUID.randomUUID().toString().replace("-", ""));
        int port = PostgresServer.shared().port();
        proxy = new TcpProxy(port);
        one = node("one", url.replace(":" + port + "/", ":" + proxy.port() + "/"));
        two = node("two", url);
        FilmsPipeline.create(
                client(one, S3Client.builder().forcePathStyle(true)),
                client(one, IamClient.builder()),
                client(one, FirehoseClient.builder()),
                900);
    }

    private Hydrant node(String name, String url) throws IOException {
        return Hydrant.start(
                ServerSettings.local(folder.resolve(name))
                        .with(ROOT)
                        .with(DatabaseSettings.of(url).shared()),
                new Ownership() {
                    @Override
                    public boolean isOurs(String logId) {
                        return name.equals(owner.get());
                    }

                    @Override
                    public void onChange(Runnable listener) {
                        listeners.add(listener);
                    }
                });
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.thaw();
        }
        for (Hydrant node : new Hydrant[] {one, two}) {
            if (node != null) {
                node.close();
            }
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    private static AwsCredentials root() {
        return AwsBasicCredentials.create(ROOT.accessKeyId(), ROOT.secretAccessKey().reveal());
    }

    private static <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            Hydrant node, B builder) {
        return builder.endpointOverride(node.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(root()))
                .build();
    }

    private void put() {
        put(one);
    }

    private static void put(Hydrant node) {
        client(node, FirehoseClient.builder())
                .putRecord(put ->
                        put.deliveryStreamName("films")
                                .record(
                                        Record.builder()
                                                .data(SdkBytes.fromUtf8String("Nosferatu\n"))
                                                .build()));
    }

    private static JsonNode status(Hydrant node, String query) {
        return SignedPages.get(node.endpoint(), "/_hydrant/status" + query, root());
    }

    private static JsonNode films(Hydrant node) {
        return status(node, "?stream=films").at("/streams/0");
    }

    private String name(String node) {
        return CatalogDatabase.host() + ":" + folder.resolve(node);
    }

    private static JsonNode await(
            Hydrant node, String what, java.util.function.Predicate<JsonNode> is) {
        return Wait.seconds(PATIENCE_SECONDS).until(what, () -> films(node), is);
    }

    @Test
    void aStreamIsSeenFromEveryNodeAsItsOwnerKnowsIt() {
        put();
        JsonNode seen =
                await(
                        two,
                        "the other node's record",
                        films -> films.path("backlogRecords").asInt() == 1);
        assertThat(seen.path("node").asString()).isEqualTo(name("one"));
        assertThat(seen.path("bufferedBytes").asInt()).isEqualTo(10);
        assertThat(seen.path("bufferAgeSeconds").asDouble()).isPositive();
        assertThat(seen.has("asOf")).isTrue();
        assertThat(films(one).path("node").asString()).isEqualTo(name("one"));
        assertThat(films(one).path("log")).isEqualTo(seen.path("log"));
        put();
        JsonNode fresh = status(two, "?stream=films&fresh=true").at("/streams/0");
        assertThat(fresh.path("backlogRecords").asInt()).isEqualTo(2);
    }

    @Test
    void everyNodeListsAllNodesAndWhatEachDelivers() throws IOException {
        put();
        await(two, "the other node's record", films -> films.path("backlogRecords").asInt() == 1);
        JsonNode cluster = status(two, "").path("cluster");
        assertThat(cluster.at("/nodes/0/name").asString()).isEqualTo(name("one"));
        assertThat(cluster.at("/nodes/0/streams").asInt()).isOne();
        assertThat(cluster.at("/nodes/0/backlogBytes").asInt()).isEqualTo(10);
        assertThat(cluster.at("/nodes/0/endpoint").asString()).isEqualTo(one.endpoint().toString());
        assertThat(cluster.at("/nodes/1/name").asString()).isEqualTo(name("two"));
        assertThat(cluster.at("/nodes/1/streams").asInt()).isZero();
        assertThat(cluster.path("node")).isEqualTo(cluster.at("/nodes/1/id"));
        one.close();
        JsonNode left =
                Wait.seconds(PATIENCE_SECONDS)
                        .until(
                                "the node that stopped to leave the list",
                                () -> status(two, "").path("cluster"),
                                seen -> seen.path("nodes").size() == 1);
        assertThat(left.at("/nodes/0/name").asString()).isEqualTo(name("two"));
        assertThat(films(two).path("nobody").asString()).contains("Nobody delivers it");
    }

    @Test
    void aFlushIsCarriedOutByTheNodeThatDelivers() throws IOException {
        put();
        await(two, "the other node's record", films -> films.path("backlogRecords").asInt() == 1);
        assertThat(
                        SignedPages.send(
                                        two.endpoint().resolve("/_hydrant/streams/films/flush"),
                                        SdkHttpMethod.POST,
                                        root())
                                .statusCode())
                .isEqualTo(202);
        JsonNode seen =
                await(two, "the delivery", films -> films.path("deliveredRecords").asInt() == 1);
        assertThat(seen.at("/lastDelivery/cut").asString()).isEqualTo("flush");
        assertThat(seen.path("backlogRecords").asInt()).isZero();
    }

    @Test
    void aNodeThatIsNotHeardOfDeliversNothingAndItsHeirIsSeen() {
        put();
        await(two, "the other node's record", films -> films.path("backlogRecords").asInt() == 1);
        proxy.freeze();
        JsonNode orphan = await(two, "the first node to be gone", films -> films.has("nobody"));
        assertThat(orphan.path("nobody").asString())
                .contains("Nobody delivers it")
                .contains(name("one"));
        assertThat(orphan.path("backlogRecords").asInt()).isOne();
        assertThat(orphan.has("node")).isFalse();
        JsonNode page = status(two, "");
        assertThat(page.path("troubled").asInt()).isOne();
        assertThat(page.at("/cluster/nodes/0/gone").asBoolean()).isTrue();
        owner.set("two");
        listeners.forEach(Runnable::run);
        assertThat(films(two).path("node").asString()).isEqualTo(name("two"));
        assertThat(films(two).has("nobody")).isFalse();
        proxy.thaw();
        await(one, "the heir", films -> films.path("node").asString().equals(name("two")));
    }

    private static HttpResponse<String> ready(Hydrant node) {
        try {
            return SignedPages.unsigned(
                    node.endpoint().resolve("/_hydrant/ready"), SdkHttpMethod.GET);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNodeThatDoesNotHearOfTheDatabaseIsNotReadyAndLives() throws IOException {
        assertThat(ready(one).statusCode()).isEqualTo(200);
        proxy.freeze();
        HttpResponse<String> unready =
                Wait.seconds(PATIENCE_SECONDS)
                        .until("503", () -> ready(one), answer -> answer.statusCode() == 503);
        assertThat(unready.body()).contains("The database was not heard of");
        assertThat(ready(two).statusCode()).isEqualTo(200);
        assertThat(
                        SignedPages.unsigned(
                                        one.endpoint().resolve("/_hydrant/health"),
                                        SdkHttpMethod.GET)
                                .statusCode())
                .isEqualTo(200);
        proxy.thaw();
        Wait.seconds(PATIENCE_SECONDS)
                .until("200", () -> ready(one), answer -> answer.statusCode() == 200);
    }

    /// Somebody puts an older copy of the database back while the nodes run.
    @Test
    void afterTheDatabaseWentBackNoNodeTakesRecordsAndEachSaysWhy() throws IOException {
        put();
        try (Database database =
                PostgresDatabase.open(
                        DatabaseAddress.parse(url),
                        Optional.empty(),
                        List.of(),
                        new DatabaseNode(
                                "third",
                                "third",
                                "000000000000",
                                "us-east-1",
                                CatalogDatabase.rootKey(ROOT),
                                DatabaseNode.Sharing.SHARED),
                        Optional.empty(),
                        SeenWrites.NONE)) {
            int rows =
                    database.writeBeside(connection ->
                            Sql.update(connection, "UPDATE hydrant_turn SET number = number - 2"));
            assertThat(rows).isOne();
        }
        for (Hydrant node : List.of(one, two)) {
            HttpResponse<String> unready =
                    Wait.seconds(PATIENCE_SECONDS)
                            .until("503", () -> ready(node), answer -> answer.statusCode() == 503);
            assertThat(unready.body()).contains("went back while this server ran");
            assertThatThrownBy(() -> put(node))
                    .isInstanceOf(ServiceUnavailableException.class)
                    .hasMessageContaining("went back while this server ran");
        }
    }

    @Test
    void aNodeThatIsAboutToStopSaysSoAndServes() throws Exception {
        Thread leaving =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                one.leave(Duration.ofMinutes(5));
                            } catch (InterruptedException isOver) {
                                Thread.currentThread().interrupt();
                            }
                        });
        HttpResponse<String> unready =
                Wait.seconds(PATIENCE_SECONDS)
                        .until("503", () -> ready(one), answer -> answer.statusCode() == 503);
        assertThat(unready.body()).contains("This server is stopping");
        put();
        assertThat(films(one).path("name").asString()).isEqualTo("films");
        leaving.interrupt();
        leaving.join();
    }

    private static String metrics(Hydrant node) {
        try {
            return SignedPages.send(
                            node.endpoint().resolve("/_hydrant/metrics"), SdkHttpMethod.GET, root())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWaitsIsInTheMetricsOfTheNodeThatDeliversIt() {
        put();
        String own =
                Wait.seconds(PATIENCE_SECONDS)
                        .until(
                                "the backlog",
                                () -> metrics(one),
                                text -> text.contains("\nhydrant_backlog_records 1.0"));
        assertThat(own)
                .contains("hydrant_node_owned_streams 1.0", "hydrant_node_takeovers_total 1.0")
                .contains("name=\"" + name("one") + "\"");
        assertThat(metrics(two))
                .contains("\nhydrant_backlog_records 0.0")
                .contains("hydrant_node_owned_streams 0.0", "hydrant_node_takeovers_total 0.0")
                .contains("hydrant_cluster_nodes{state=\"here\"} 2.0")
                .contains("hydrant_cluster_nodes{state=\"gone\"} 0.0");
    }
}
