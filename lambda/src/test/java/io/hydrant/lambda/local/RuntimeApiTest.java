package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.transform.lambda.Functions;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What processes are answered, and who is answered at all.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RuntimeApiTest {
    private static final String RUNTIME = "/2018-06-01/runtime/";

    private final EventHandover handover = new EventHandover(InstantSource.system());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private RuntimeApi api;
    private String address;

    @BeforeEach
    void start() throws Exception {
        api = RuntimeApi.start(handover, "secret", "films");
        address = "http://" + api.address(true) + RUNTIME;
    }

    @AfterEach
    void stop() {
        api.close();
        http.close();
    }

    @Test
    void anEventHasTheHeadersOfLambda() throws Exception {
        CompletableFuture<Answer> answer = invoke("id-1", "{\"ü\":1}", Duration.ofMinutes(1));
        HttpResponse<String> event = get(address + "invocation/next");
        assertThat(event.statusCode()).isEqualTo(200);
        assertThat(event.body()).isEqualTo("{\"ü\":1}");
        assertThat(event.headers().firstValue("Lambda-Runtime-Aws-Request-Id")).hasValue("id-1");
        assertThat(event.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn"))
                .hasValue("arn");
        assertThat(event.headers().firstValue("Lambda-Runtime-Trace-Id")).hasValue("Root=1");
        assertThat(Long.parseLong(event.headers().firstValue("Lambda-Runtime-Deadline-Ms").get()))
                .isGreaterThan(System.currentTimeMillis());
        assertThat(post(address + "invocation/id-1/response", "[1]").statusCode()).isEqualTo(202);
        assertThat(answer.get())
                .isInstanceOfSatisfying(
                        Answer.Returned.class,
                        returned -> assertThat(returned.payload()).asString().isEqualTo("[1]"));
        assertThat(post(address + "invocation/id-1/response", "[2]").statusCode()).isEqualTo(400);
    }

    @Test
    void anErrorMayBeAnything() throws Exception {
        CompletableFuture<Answer> answer = invoke("id-1", "{}", Duration.ofMinutes(1));
        get(address + "invocation/next");
        post(address + "invocation/id-1/error", "not JSON");
        assertThat(answer.get()).isEqualTo(new Answer.Failed("Unhandled", "not JSON", true));
        CompletableFuture<Answer> another = invoke("id-2", "{}", Duration.ofMinutes(1));
        get(address + "invocation/next");
        post(address + "invocation/id-2/error", "{\"errorType\":\"E\",\"errorMessage\":\"m\"}");
        assertThat(another.get()).isEqualTo(new Answer.Failed("E", "m", true));
    }

    @Test
    void whoeverAsksForTheNextEventWithoutAnAnswerHasFailed() throws Exception {
        CompletableFuture<Answer> answer = invoke("id-1", "{}", Duration.ofMinutes(1));
        get(address + "invocation/next");
        var _ =
                http.sendAsync(
                        HttpRequest.newBuilder(URI.create(address + "invocation/next")).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.get())
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.type()).isEqualTo("Runtime.NoAnswer"));
    }

    @Test
    void aProcessThatNeverAsksIsNotHeardOf() throws Exception {
        assertThat(invoke("id-1", "{}", Duration.ofMillis(50)).get())
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.type()).isEqualTo("Sandbox.Timedout"));
        CompletableFuture<Answer> ended = invoke("id-2", "{}", Duration.ofMinutes(1));
        post(address + "init/error", "{\"errorType\":\"E\",\"errorMessage\":\"m\"}");
        assertThat(ended.get()).isEqualTo(new Answer.Unheard());
        assertThat(handover.awaitReady(Duration.ofMinutes(1)))
                .isEqualTo(Optional.of(new Answer.Failed("E", "m", true)));
    }

    @Test
    void anAnswerInChunksIsTaken() throws Exception {
        CompletableFuture<Answer> answer = invoke("id-1", "{}", Duration.ofMinutes(1));
        get(address + "invocation/next");
        String chunked =
                raw(
                        "POST /secret"
                                + RUNTIME
                                + "invocation/id-1/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "2\r\n[1\r\n1;x=y\r\n]\r\n0\r\nTrailer: t\r\n\r\n");
        assertThat(chunked).startsWith("HTTP/1.1 202 ");
        assertThat(((Answer.Returned) answer.get()).payload()).asString().isEqualTo("[1]");
    }

    @Test
    void anAnswerThatIsTooLongIsReadToItsEndAndForgotten() throws Exception {
        CompletableFuture<Answer> answer = invoke("id-1", "{}", Duration.ofMinutes(1));
        get(address + "invocation/next");
        assertThat(
                        post(
                                        address + "invocation/id-1/response",
                                        "x".repeat(Functions.PAYLOAD_MAX + 1))
                                .statusCode())
                .isEqualTo(413);
        assertThat(((Answer.Failed) answer.get()).type())
                .isEqualTo("Function.ResponseSizeTooLarge");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/wrong/2018-06-01/runtime/invocation/next",
                "/secret/../2018-06-01/runtime/invocation/next",
                "/secret/2015-01-01/runtime/invocation/next",
                "/",
                "/secret"
            })
    void whoeverDoesNotKnowTheSecretIsRefused(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://example.com", "Sec-Fetch-Site: same-origin"})
    void aBrowserIsRefused(String header) throws Exception {
        assertThat(
                        raw(
                                "POST "
                                        + RUNTIME
                                        + "init/error HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                        + header
                                        + "\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(handover.isOver()).isFalse();
    }

    @Test
    void aProgramOfTheSameUserNeedsNoSecretWhereTheSystemSaysWhoseItIs() throws Exception {
        assumeTrue(Peers.areKnown(), "only Linux says whose a connection is");
        CompletableFuture<Answer> answer = invoke("id-1", "{}", Duration.ofMinutes(1));
        String plain = "http://" + api.address(false) + RUNTIME;
        assertThat(get(plain + "invocation/next").statusCode()).isEqualTo(200);
        post(plain + "invocation/id-1/response", "1");
        assertThat(answer.get()).isInstanceOf(Answer.Returned.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /secret/2018-06-01/runtime/invocation/next SPDY/9\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nno colon\r\n\r\n"
            })
    void whatIsNotHttpEndsTheConnection(String request) throws Exception {
        assertThat(raw(request)).isEmpty();
    }

    private CompletableFuture<Answer> invoke(String id, String event, Duration time) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(
                                handover.invoke(
                                        new EventHandover.Invocation(
                                                id,
                                                "Root=1",
                                                "arn",
                                                event.getBytes(UTF_8),
                                                Instant.now().plus(time))));
                    } catch (InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private HttpResponse<String> get(String uri) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(uri)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String uri, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// All that is answered until the connection is ended.
    private String raw(String request) throws Exception {
        int port = URI.create(address).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(UTF_8));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
