package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.iam.Secret;
import io.hydrant.core.log.Ownership;
import io.hydrant.s3.CredentialsPlace;
import io.hydrant.s3.RemoteS3Settings;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.TcpProxy;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
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
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

/// Two servers with one catalog and one S3, from which one of them is cut off. What slots it has is
/// `NodeGroupTest`'s affair, and when it comes back is `StandingAsideTest`'s.
class LostStoreTest {
    private static final int PATIENCE_SECONDS = 90;

    private static final RootCredentials ROOT =
            new RootCredentials(
                    "AKIAROOTROOTROOTROOT", new Secret("0123456789012345678901234567890123456789"));

    @TempDir Path folder;
    private Hydrant store;
    private TcpProxy proxy;
    private Hydrant one;
    private Hydrant two;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        store = Hydrant.start(ServerSettings.local(folder.resolve("store")).with(ROOT));
        proxy = new TcpProxy(store.endpoint().getPort());
        String schema = "n" + UUID.randomUUID().toString().replace("-", "");
        String url = PostgresServer.shared().urlOf(schema);
        one = node("one", url, URI.create("http://127.0.0.1:" + proxy.port()));
        two = node("two", url, store.endpoint());
        FilmsPipeline.create(
                client(store, S3Client.builder().forcePathStyle(true)),
                client(one, IamClient.builder()),
                client(one, FirehoseClient.builder()),
                0);
    }

    private Hydrant node(String name, String url, URI s3) throws IOException {
        return Hydrant.start(
                ServerSettings.local(folder.resolve(name))
                        .with(ROOT)
                        .with(DatabaseSettings.of(url).shared())
                        .with(
                                RemoteS3Settings.at(s3)
                                        .with(
                                                new CredentialsPlace.Held(
                                                        StaticCredentialsProvider.create(root())))),
                new Ownership() {
                    @Override
                    public boolean isOurs(String logId) {
                        return name.equals("one");
                    }

                    @Override
                    public void onChange(Runnable listener) {
                        // It never changes.
                    }
                });
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.thaw();
        }
        for (Hydrant each : new Hydrant[] {one, two, store}) {
            if (each != null) {
                each.close();
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
            Hydrant at, B builder) {
        return builder.endpointOverride(at.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(root()))
                .build();
    }

    private void put() {
        client(one, FirehoseClient.builder())
                .putRecord(put ->
                        put.deliveryStreamName("films")
                                .record(
                                        Record.builder()
                                                .data(SdkBytes.fromUtf8String("Nosferatu\n"))
                                                .build()));
    }

    /// As the other one shows it.
    private JsonNode nodeOne() {
        return SignedPages.get(two.endpoint(), "/_hydrant/status", root()).at("/cluster/nodes/0");
    }

    private int objects() {
        return client(store, S3Client.builder().forcePathStyle(true))
                .listObjectsV2(list -> list.bucket("films"))
                .keyCount();
    }

    @Test
    void whoIsCutOffFromTheS3StandsAside() throws IOException {
        put();
        Wait.seconds(PATIENCE_SECONDS).until("an object", () -> objects() == 1);
        assertThat(nodeOne().path("standsAside").asBoolean()).isFalse();
        proxy.freeze();
        put();
        JsonNode aside =
                Wait.seconds(PATIENCE_SECONDS)
                        .until(
                                "it to stand aside",
                                this::nodeOne,
                                node -> node.path("standsAside").asBoolean());
        assertThat(aside.path("storeTrouble").asString()).contains("it cannot be reached");
        assertThat(
                        SignedPages.send(
                                        one.endpoint().resolve("/_hydrant/metrics"),
                                        SdkHttpMethod.GET,
                                        root())
                                .body())
                .contains("hydrant_node_stands_aside 1.0", "hydrant_node_store_in_touch 0.0");
    }
}
