package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// What `/_hydrant/status` gives of many streams is bounded by who asks, and the first are those
/// that need somebody.
class StatusPageTest {
    @TempDir private static Path home;
    private static Hydrant server;
    private static Clients clients;

    @BeforeAll
    static void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        clients =
                new Clients(
                        new TargetOptions(ProgramRun.surroundings(home, environment())).target());
        String role = role();
        for (String name : List.of("a", "b", "c", "failing", "z")) {
            clients.firehose()
                    .createDeliveryStream(request ->
                            request.deliveryStreamName(name)
                                    .extendedS3DestinationConfiguration(destination ->
                                            destination
                                                    .roleARN(role)
                                                    .bucketARN("arn:aws:s3:::no-such-bucket")
                                                    .bufferingHints(hints ->
                                                            hints.sizeInMBs(1)
                                                                    .intervalInSeconds(
                                                                            name.equals("failing")
                                                                                    ? 0
                                                                                    : 900))));
        }
        put("failing", 1);
        put("b", 10);
        put("z", 1000);
        Wait.seconds(30)
                .until(
                        "that the failing stream has failed",
                        () ->
                                clients.pages().status("failing").streams().getFirst().failures()
                                        > 0);
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    @Test
    void thoseThatNeedSomebodyComeFirstAndNoMoreThanWanted() throws IOException {
        ServerStatus three = clients.pages().neediest(3);
        assertThat(three.streams())
                .extracting(ServerStatus.Stream::name)
                .containsExactly("failing", "z", "b");
        assertThat(three.streams())
                .allSatisfy(stream -> assertThat(stream.oldestAgeSeconds()).isPresent());
        assertThat(three.total()).isEqualTo(5);
        assertThat(three.troubled()).isEqualTo(1);
        assertThat(three.backlogBytes()).isEqualTo(1011);
        assertThat(clients.pages().neediest(100).streams()).hasSize(5);
    }

    @Test
    void oneIsGivenAloneAndAllComeByName() throws IOException {
        assertThat(clients.pages().status("b").streams())
                .extracting(ServerStatus.Stream::name)
                .containsExactly("b");
        assertThat(clients.pages().status("none").streams()).isEmpty();
        assertThat(clients.pages().status().streams())
                .extracting(ServerStatus.Stream::name)
                .containsExactly("a", "b", "c", "failing", "z");
    }

    @Test
    void whatThereIsNotIsRefused() throws Exception {
        try (Hydrant open =
                        Hydrant.start(
                                ServerSettings.local(
                                        home.resolve("open"),
                                        0,
                                        ServerSettings.Auth.NONE,
                                        new ServerSettings.Tls.Off()));
                HttpClient http = HttpClient.newHttpClient()) {
            for (String query :
                    List.of(
                            "limit=0",
                            "limit=-1",
                            "limit=x",
                            "limit=",
                            "stream=",
                            "stream=a%00b",
                            "stream=a%0Ab",
                            "stream=a&stream=b",
                            "limit=1&limit=1",
                            "order=need&order=name",
                            "limit=9999999999",
                            "order=age",
                            "sort=x")) {
                URI page = open.endpoint().resolve("/_hydrant/status?" + query);
                HttpResponse<String> answer =
                        http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());

                assertThat(answer.statusCode()).as(query).isEqualTo(400);
                assertThat(answer.body()).contains(query.substring(0, query.indexOf('=')));
            }
        }
    }

    private static void put(String stream, int bytes) {
        clients.firehose()
                .putRecord(put ->
                        put.deliveryStreamName(stream)
                                .record(record ->
                                        record.data(SdkBytes.fromByteArray(new byte[bytes]))));
    }

    private static String role() {
        return clients.iam()
                .createRole(role ->
                        role.roleName("delivery")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Principal": {"Service": "firehose.amazonaws.com"},
                                         "Action": "sts:AssumeRole"}}\
                                        """))
                .role()
                .arn();
    }

    private static Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }
}
