package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.http.RawClient.Answer;
import io.hydrant.server.http1.ConnectionLimits;
import io.hydrant.server.http1.Http1Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What connections may do, and how long.
@Timeout(60)
class ConnectionTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String HEALTH = "GET /_hydrant/health HTTP/1.1\nHost: localhost\n\n";
    private static final String PUT =
            """
            POST / HTTP/1.1
            Host: localhost
            Content-Type: application/x-amz-json-1.1
            X-Amz-Target: Firehose_20150804.PutRecord
            """;

    @Test
    void http10IsAnsweredAndItsConnectionEndsUnlessItIsToBeKept() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send("GET /_hydrant/health HTTP/1.0\nConnection: keep-alive\n\n");
            Answer kept = client.read();
            assertThat(kept.status()).isEqualTo(200);
            assertThat(kept.header("Connection")).isEqualTo("keep-alive");
            client.send(PUT.replace("1.1\nHost", "1.0\nHost") + "Content-Length: 3\n\n{ }");
            Answer last = client.read();
            assertThat(last.body()).contains("\"RecordId\":\"3\"");
            assertThat(last.header("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void extensionsAndTrailersOfChunksAreTakenAndPassedOver() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    """
                    PUT /b/k HTTP/1.1
                    Host: localhost
                    Transfer-Encoding: Chunked

                    5;name=value;other="a; b"
                    hello
                    00000001 ;x
                    !
                    0;last
                    X-Trailer: one
                    Expires: 0

                    """);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.at("/b/k")).asString().isEqualTo("hello!");
            assertThat(client.send(HEALTH).read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xyz\nhello\n0\n\n",
                "-5\nhello\n0\n\n",
                "0x5\nhello\n0\n\n",
                "\nhello\n0\n\n",
                "5 5\nhello\n0\n\n",
                "3\nhello\n0\n\n",
                "FFFFFFFFFFFFFFFFF\nhello\n0\n\n",
                "5\nhello\n0\nno colon\n\n",
            })
    void chunksThatAreNoneAreRefusedInTheServicesOwnForm(String body) throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            String chunked = "Transfer-Encoding: chunked\n\n" + body;
            Answer json = ask(listener, PUT + chunked);
            assertThat(json.status()).isEqualTo(400);
            assertThat(json.body()).startsWith("{\"__type\":\"BadRequest\",\"message\":\"");
            assertThat(json.header("Connection")).isEqualTo("close");
            Answer s3 = ask(listener, "PUT /b/k HTTP/1.1\nHost: localhost\n" + chunked);
            assertThat(s3.status()).isEqualTo(400);
            assertThat(s3.body()).contains("<Error><Code>BadRequest</Code><Message>");
            assertThat(listener.objects.has("/b/k")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /b/k HTTP/1.1\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\nHost: localhost\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\nAuthorization: AWS4-HMAC-SHA256 a\nAuthorization: AWS b\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\nX-Amz-Date: 20260101T000000Z\nx-amz-date: 2\n\n",
                "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 1\nContent-Length: 1\n\na",
                "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 1, 1\n\na",
                "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: +1\n\na",
                "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: -1\n\na",
                "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 99999999999999999999\n\na",
                "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length:\n\na",
                "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\n\n",
                "PUT /b/k HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n",
                "PUT /b/k HTTP/1.0\nHost: localhost\nTransfer-Encoding: chunked\n\n0\n\n",
            })
    void aHeadThatCanBeReadInTwoWaysIsRefusedInTheServicesOwnForm(String request)
            throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            Answer answer = ask(listener, request);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("<Code>BadRequest</Code><Message>");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(listener.objects.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /b/a b HTTP/1.1\nHost: localhost\n\n",
                "GET /b/k\nHost: localhost\n\n",
                "GET  /b/k HTTP/1.1\nHost: localhost\n\n",
                "GET b/k HTTP/1.1\nHost: localhost\n\n",
                "GET /b/k#x HTTP/1.1\nHost: localhost\n\n",
                "GET /b/\u00e9 HTTP/1.1\nHost: localhost\n\n",
                "GET /b/k HTTQ/1.1\nHost: localhost\n\n",
                "G\u0001T /b/k HTTP/1.1\nHost: localhost\n\n",
                "GET /b/k HTTP/1.1\nHost : a\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\n folded\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\nx-a: b\u0000c\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\nx-a: b\rc\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\nno colon\n\n",
                "GET /b/k HTTP/1.1\nHost: localhost\n: no name\n\n",
                "\u0016\u0003\u0001\u0002",
            })
    void whatIsNotHttpIsToldSo(String request) throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            Answer answer = ask(listener, request);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).isNotBlank();
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(listener.objects.requests).isEmpty();
        }
    }

    @Test
    void headsAreLimited() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            String path = "GET /b/" + "k".repeat(16_384 - 17);
            assertThat(ask(listener, path + " HTTP/1.1\nHost: localhost\n\n").status())
                    .isEqualTo(404);
            assertThat(ask(listener, path + "k HTTP/1.1\nHost: localhost\n\n").status())
                    .isEqualTo(414);
            String headers = "GET /b/k HTTP/1.1\nHost: localhost\nx-a: " + "a".repeat(32_743);
            assertThat(ask(listener, headers + "\n\n").status()).isEqualTo(404);
            assertThat(ask(listener, headers + "a\n\n").status()).isEqualTo(431);
            assertThat(ask(listener, "GET / HTTP/2.0\nHost: localhost\n\n").status())
                    .isEqualTo(505);
        }
    }

    @Test
    void aHeaderInUtf8ArrivesAsItWasMeant() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.sendBytes(
                    "PUT /b/k HTTP/1.1\r\nHost: localhost\r\nx-amz-meta-a: ñ—\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.request("PUT /b/k").head().headers().get("x-amz-meta-a"))
                    .contains("ñ—");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b/error", "/b/deep"})
    void whateverIsThrownIsAnsweredAndTheConnectionGoesOn(String path) throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: localhost\n\n");
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).contains("<Code>InternalError</Code>");
            assertThat(client.send(HEALTH).read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b/line-break", "/b/dash"})
    void aHeaderThatCannotBeSentIsAnErrorAndNoBrokenConnection(String path) throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: localhost\n\n");
            Answer ours = client.read();
            assertThat(ours.status()).isEqualTo(500);
            assertThat(ours.body()).contains("<Code>InternalError</Code>");
            client.send("GET " + path + "?response-expires=x HTTP/1.1\nHost: localhost\n\n");
            Answer theirs = client.read();
            assertThat(theirs.status()).isEqualTo(400);
            assertThat(theirs.body())
                    .contains(
                            "<Code>InvalidArgument</Code><Message>Header value cannot be represented"
                                    + " using ISO-8859-1.</Message>");
        }
    }

    @Test
    void aConnectionThatRestsIsEnded() throws IOException {
        try (RunningListener listener =
                        limited(new ConnectionLimits(1_000, SHORT, LONG, LONG, LONG, 1));
                RawClient silent = new RawClient(listener.port());
                RawClient used = new RawClient(listener.port())) {
            assertThat(used.send(HEALTH).read().status()).isEqualTo(200);
            assertThat(silent.isClosed()).isTrue();
            assertThat(used.isClosed()).isTrue();
        }
    }

    @Test
    void halfAHeadIsToldThatItTookTooLong() throws IOException {
        try (RunningListener listener =
                        limited(new ConnectionLimits(1_000, LONG, SHORT, LONG, LONG, 1));
                RawClient client = new RawClient(listener.port())) {
            client.send("GET /b/k HTTP/1.1\nHost: loc");
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyThatStopsComingIsToldSoInTheServicesOwnForm() throws IOException {
        try (RunningListener listener =
                limited(new ConnectionLimits(1_000, LONG, LONG, SHORT, LONG, 1))) {
            Answer json = ask(listener, PUT + "Content-Length: 10\n\n{");
            assertThat(json.status()).isEqualTo(408);
            assertThat(json.body()).contains("RequestTimeoutException");
            Answer s3 =
                    ask(listener, "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 10\n\nhalf");
            assertThat(s3.status()).isEqualTo(400);
            assertThat(s3.body()).contains("<Code>RequestTimeout</Code>");
            assertThat(listener.objects.has("/b/k")).isFalse();
        }
    }

    @Test
    void aBodyThatDripsIsEndedAndOneThatFlowsIsNot() throws Exception {
        ConnectionLimits limits =
                new ConnectionLimits(1_000, LONG, SHORT, LONG, Duration.ofSeconds(1), 1_000);
        try (RunningListener listener = limited(limits);
                RawClient flowing = new RawClient(listener.port());
                RawClient dripping = new RawClient(listener.port())) {
            String head = "PUT /b/%s HTTP/1.1\nHost: localhost\nContent-Length: 200000\n\n";
            flowing.send(head.formatted("flows"));
            dripping.send(head.formatted("drips"));
            for (int i = 0; i < 40; i++) {
                flowing.sendBytes(new byte[5_000]);
                drip(dripping);
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(flowing.read().status()).isEqualTo(200);
            assertThat(dripping.read().body()).contains("<Code>RequestTimeout</Code>");
        }
    }

    /// It may have been refused by now.
    private static void drip(RawClient client) {
        try {
            client.sendBytes(new byte[1]);
        } catch (IOException refused) {
            assertThat(refused).hasMessageMatching("(?i)broken pipe|connection reset.*");
        }
    }

    @Test
    void aClientThatDoesNotTakeItsAnswerIsCut() throws IOException {
        try (RunningListener listener =
                        limited(new ConnectionLimits(1_000, LONG, LONG, SHORT, LONG, 1));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream()
                    .write(
                            "GET /b/large HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            listener.stop(); // waits for requests in flight
            assertThat(readToItsEnd(socket)).isLessThan(64 << 20);
        }
    }

    private static long readToItsEnd(Socket socket) {
        long read = 0;
        byte[] buffer = new byte[1 << 16];
        try {
            int n;
            while ((n = socket.getInputStream().read(buffer)) >= 0) {
                read += n;
            }
        } catch (IOException cut) {
            return read;
        }
        return read;
    }

    @Test
    void oneConnectionMoreThanMayBeOpenEndsTheOneThatRestedLongest() throws Exception {
        try (RunningListener listener =
                limited(new ConnectionLimits(3, LONG, LONG, LONG, LONG, 1))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(new RawClient(listener.port()));
                assertThat(clients.get(i).send(HEALTH).read().status()).isEqualTo(200);
                TimeUnit.MILLISECONDS.sleep(300); // the watch looks four times a second
            }
            assertThat(clients.get(0).send(HEALTH).read().status()).isEqualTo(200);
            TimeUnit.MILLISECONDS.sleep(300);
            clients.add(new RawClient(listener.port()));
            assertThat(clients.get(3).send(HEALTH).read().status()).isEqualTo(200);
            assertThat(clients.get(1).isClosed()).isTrue();
            assertThat(clients.get(0).send(HEALTH).read().status()).isEqualTo(200);
            assertThat(clients.get(2).send(HEALTH).read().status()).isEqualTo(200);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void whenAllConnectionsAreAtWorkANewOneIsToldToComeBack() throws Exception {
        try (RunningListener listener =
                        limited(new ConnectionLimits(1, LONG, LONG, LONG, LONG, 1));
                RawClient working = new RawClient(listener.port())) {
            working.send(PUT.replace("PutRecord", "Wait") + "Content-Length: 2\n\n{}");
            assertThat(listener.waiting.await(10, TimeUnit.SECONDS)).isTrue();
            try (RawClient another = new RawClient(listener.port())) {
                assertThat(another.read().status()).isEqualTo(503);
                assertThat(another.isClosed()).isTrue();
            }
            listener.release.countDown();
            assertThat(working.read().body()).isEqualTo("{}");
        }
    }

    /// Who rested longest is found while others begin and end their requests, and while the watch,
    /// which looks four times as often as the shortest limit, lets its clock go on.
    @Test
    void crowdsOfConnectionsThatComeAndWorkAreNoFault() throws Exception {
        AtomicInteger faults = new AtomicInteger();
        ConnectionLimits limits =
                new ConnectionLimits(300, LONG, Duration.ofMillis(4), LONG, LONG, 1);
        try (Http1Server server =
                        Http1Server.start(
                                InetAddress.getLoopbackAddress(),
                                0,
                                limits,
                                Optional.empty(),
                                (request, response) -> response.send(200, Map.of()),
                                InstantSource.system(),
                                fault -> faults.incrementAndGet());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
            for (int i = 0; i < 100; i++) {
                threads.execute(() -> askAgainAndAgain(server.port(), deadline));
            }
            while (System.nanoTime() < deadline) {
                crowd(server.port(), 700);
            }
        }
        assertThat(faults).hasValue(0);
    }

    private static void crowd(int port, int count) throws IOException {
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        for (Socket socket : idle) {
            socket.close();
        }
    }

    private static void askAgainAndAgain(int port, long deadline) {
        while (System.nanoTime() < deadline) {
            try (RawClient client = new RawClient(port)) {
                while (System.nanoTime() < deadline) {
                    client.send(HEALTH).read();
                }
            } catch (IOException madeRoom) {
                assertThat(madeRoom).isNotNull();
            }
        }
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInOrder() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    "\nPUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 3\n\none"
                            + "\nGET /b/k HTTP/1.1\nHost: localhost\n\n"
                            + HEALTH);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().body()).isEqualTo("one");
            assertThat(client.read().body()).contains("ready");
        }
    }

    private static RunningListener limited(ConnectionLimits limits) throws IOException {
        return RunningListener.trusting(RunningListener.local().with(limits));
    }

    private static Answer ask(RunningListener listener, String request) throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            return client.send(request).read();
        }
    }
}
