package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.http.RawClient.Answer;
import io.hydrant.server.http.protocol.Authenticator;
import io.hydrant.server.http.protocol.ListenerServices;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The listener on the wire. Where signatures do not matter every caller is trusted.
class ListenerTest {
    private static final String JSON_CALL =
            """
            POST / HTTP/1.1
            Host: localhost
            Content-Type: application/x-amz-json-1.1
            X-Amz-Target: Firehose_20150804.ListDeliveryStreams
            Content-Length: 2

            {}\
            """;

    @Test
    void anAnswerOfFirehoseHasAwssHeaders() throws IOException {
        Answer answer = trusted(JSON_CALL);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(answer.header("x-amzn-RequestId")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-.{12}");
        assertThat(answer.header("x-amz-id-2")).hasSize(96);
        assertThat(answer.header("Date")).isNotEmpty();
        assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void theFrameworksRefusalsOfAwsJson() throws IOException {
        assertRefusal(
                JSON_CALL.replace("POST /", "GET /"),
                403,
                "<AccessDeniedException>\n"
                        + "  <Message>Unable to determine service/operation name to be"
                        + " authorized</Message>\n"
                        + "</AccessDeniedException>\n");
        assertRefusal(
                JSON_CALL.replace("x-amz-json-1.1", "json"), 404, "<UnknownOperationException/>\n");
        assertThat(
                        trusted(
                                        JSON_CALL
                                                .replace("x-amz-json-1.1", "json")
                                                .replace("ListDeliveryStreams", "Nothing"))
                                .status())
                .isEqualTo(403);
        assertRefusal(
                JSON_CALL.replace("ListDeliveryStreams", "Nothing"),
                400,
                "{\"__type\":\"UnknownOperationException\"}");
        assertRefusal(
                JSON_CALL.replace("Firehose_20150804", "Elsewhere_1"),
                400,
                "{\"__type\":\"UnknownOperationException\",\"message\":\"Hydrant does not serve"
                        + " Elsewhere_1; it serves Firehose, S3, IAM, STS, CloudFormation, CloudWatch"
                        + " Logs, Glue's databases and tables, Systems Manager's"
                        + " parameters, and what CloudWatch tells of"
                        + " Firehose.\"}");
        assertRefusal(
                JSON_CALL.replace("Length: 2", "Length: 0").replace("{}", ""),
                400,
                "{\"__type\":\"SerializationException\"}");
        assertRefusal(
                JSON_CALL.replace("{}", "[]"), 400, "{\"__type\":\"SerializationException\"}");
    }

    @Test
    void anErrorNamesItsTypeInAHeaderToo() throws IOException {
        Answer answer = trusted(JSON_CALL.replace("List", "Describe").replace("Streams", "Stream"));
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("ResourceNotFoundException");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"__type\":\"ResourceNotFoundException\",\"message\":\"Firehose \\\"x\\\""
                                + " under account 000000000000 not found.\"}");
    }

    @Test
    void aPageFromElsewhereMayCallWhenItSigns() throws IOException {
        try (RunningListener listener = RunningListener.start();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    """
                    OPTIONS / HTTP/1.1
                    Host: localhost
                    Origin: http://example.com
                    Access-Control-Request-Method: POST
                    Access-Control-Request-Headers: x-amz-target

                    """);
            Answer preflight = client.read();
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("x-amz-target");
            client.send(JSON_CALL.replace("Host: localhost", "Host: localhost\nOrigin: x"));
            Answer call = client.read();
            assertThat(call.body()).contains("MissingAuthenticationTokenException");
            assertThat(call.header("Access-Control-Expose-Headers")).contains("x-amzn-RequestId");
        }
    }

    @Test
    void aBodyOverEightMebibytesIsRefusedBeforeItIsRead() throws IOException {
        Answer atTheLimit =
                trusted(
                        JSON_CALL
                                        .replace("Content-Length: 2", "Content-Length: 8388608")
                                        .replace("ListDeliveryStreams", "PutRecord")
                                + " ".repeat(8_388_606));
        assertThat(atTheLimit.body()).isEqualTo("{\"Encrypted\":false,\"RecordId\":\"8388608\"}");
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    JSON_CALL
                            .replace("Content-Length: 2", "Content-Length: 8388609")
                            .replace("Host:", "Expect: 100-continue\nHost:")
                            .replace("{}", ""));
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyInHttpChunksIsBoundedToo() throws IOException {
        String chunked =
                JSON_CALL
                        .replace("Content-Length: 2", "Transfer-Encoding: chunked")
                        .replace("ListDeliveryStreams", "PutRecord");
        assertThat(trusted(chunked.replace("{}", "2\n{}\n0\n\n")).body()).contains("\"2\"");
        String tooLong = "800001\n{" + " ".repeat(8_388_608) + "\n0\n\n";
        assertThat(trusted(chunked.replace("{}", tooLong)).status()).isEqualTo(413);
    }

    @Test
    void theConnectionStaysUsableAfterARefusal() throws IOException {
        try (RunningListener listener = RunningListener.start();
                RawClient client = new RawClient(listener.port())) {
            String upload =
                    "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 3000000\n"
                            + "Authorization: AWS4-HMAC-SHA256 nonsense\n\n";
            client.send(upload).sendBytes(new byte[3_000_000]);
            assertThat(client.read().status()).isEqualTo(400);
            client.send(JSON_CALL);
            assertThat(client.read().body()).contains("MissingAuthenticationTokenException");
            client.send("GET /_hydrant/health HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.read().body())
                    .isEqualTo(
                            "{\"auth\":\"iam\",\"region\":\"us-east-1\",\"status\":\"ready\"}\n");
        }
    }

    @Test
    void anUploadThatWaitsIsRefusedWithoutItsBodyAndTheConnectionClosed() throws IOException {
        try (RunningListener listener = RunningListener.start();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 3000000\n"
                            + "Expect: 100-continue\n"
                            + "Authorization: AWS4-HMAC-SHA256 nonsense\n\n");
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void anUploadThatWaitsIsToldToContinue() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 5\n"
                            + "Expect: 100-continue\n\n");
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send("hello");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.at("/b/k")).asString().isEqualTo("hello");
            client.send("HEAD /b/k HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.readHead().header("Content-Length")).isEqualTo("5");
            client.send("GET /b/k HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.read().body()).isEqualTo("hello");
        }
    }

    @Test
    void whatBotocoreSendsOverTlsLosesBothItsFramings() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    """
                    PUT /B/a.json HTTP/1.1
                    Host: localhost
                    Transfer-Encoding: chunked
                    Content-Encoding: aws-chunked,gzip
                    X-Amz-Trailer: x-amz-checksum-crc32
                    X-Amz-Decoded-Content-Length: 8
                    X-Amz-Content-SHA256: STREAMING-UNSIGNED-PAYLOAD-TRAILER

                    """);
            client.send("31\n8\n")
                    .sendBytes("{\"a\":1}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            client.send("\n0\nx-amz-checksum-crc32:dOijRg==\n\n\n0\n\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.at("/B/a.json")).asString().isEqualTo("{\"a\":1}\n");
            assertThat(listener.objects.trailers.get("/B/a.json"))
                    .containsEntry("x-amz-checksum-crc32", "dOijRg==");
            assertThat(listener.objects.decodedLength("PUT /B/a.json")).hasValue(8);
            client.send("GET /B/a.json HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aPayloadWithAnotherHashIsRefused() throws IOException {
        Answer answer =
                trusted(
                        "PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 5\n"
                                + "x-amz-content-sha256: "
                                + "0".repeat(64)
                                + "\n\nhello");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "<Code>XAmzContentSHA256Mismatch</Code>",
                        "<S3ComputedContentSHA256>2cf24dba");
    }

    @Test
    void anErrorOfS3IsADocumentWithItsIdsAndHasNoBodyOnHead() throws IOException {
        Answer get = trusted("GET /b/none HTTP/1.1\nHost: localhost\n\n");
        assertThat(get.status()).isEqualTo(404);
        assertThat(get.header("Content-Type")).isEqualTo("application/xml");
        assertThat(get.header("x-amz-request-id")).matches("[0-9A-Z]{16}");
        assertThat(get.header("Server")).isEqualTo("AmazonS3");
        assertThat(get.body())
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<Error><Code>NoSuchKey</Code><Message>The specified key does not"
                                + " exist.</Message><Key>/b/none</Key><RequestId>"
                                + get.header("x-amz-request-id")
                                + "</RequestId><HostId>"
                                + get.header("x-amz-id-2")
                                + "</HostId></Error>");
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send("HEAD /b/none HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.readHead().status()).isEqualTo(404);
            client.send("HEAD /b/none HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.readHead().status()).isEqualTo(404);
        }
    }

    @Test
    void theRawPathReachesS3() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            String path = "/B/k%206%2B%C3%B1/../x//y;v=1%2Fz";
            client.send("PUT " + path + " HTTP/1.1\nHost: localhost\nContent-Length: 1\n\na");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.has(path)).isTrue();
            client.send("GET http://localhost" + path + " HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.read().body()).isEqualTo("a");
            String longest = "/B/" + "%C3%B1".repeat(512);
            client.send("PUT " + longest + " HTTP/1.1\nHost: localhost\nContent-Length: 1\n\na");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.has(longest)).isTrue();
        }
    }

    @Test
    void aVirtualHostAddressNamesTheBucket() throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            client.send("PUT /k HTTP/1.1\nHost: my.bucket.localhost:4566\nContent-Length: 1\n\na");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.has("my.bucket/k")).isTrue();
        }
    }

    @Test
    void anAnonymousCallerReachesS3AndNothingElse() throws IOException {
        try (RunningListener listener = RunningListener.start();
                RawClient client = new RawClient(listener.port())) {
            client.send("PUT /b/k HTTP/1.1\nHost: localhost\nContent-Length: 1\n\na");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(listener.objects.request("PUT /b/k").caller().principal().arn())
                    .isEqualTo("anonymous");
            client.send(QUERY_CALL);
            Answer query = client.read();
            assertThat(query.status()).isEqualTo(403);
            assertThat(query.body())
                    .startsWith(
                            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                    + "<Error><Type>Sender</Type>"
                                    + "<Code>MissingAuthenticationToken</Code>"
                                    + "<Message>Request is missing Authentication Token</Message>"
                                    + "</Error><RequestId>");
        }
    }

    private static final String QUERY_CALL =
            """
            POST / HTTP/1.1
            Host: localhost
            Content-Type: application/x-www-form-urlencoded; charset=utf-8
            Content-Length: 43

            Action=GetCallerIdentity&Version=2011-06-15\
            """;

    @Test
    void aQueryServiceIsFoundByItsVersion() throws IOException {
        Answer answer = trusted(QUERY_CALL);
        assertThat(answer.header("Content-Type")).isEqualTo("text/xml");
        assertThat(answer.body())
                .isEqualTo(
                        "<GetCallerIdentityResponse"
                                + " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<GetCallerIdentityResult>"
                                + "<Arn>arn:aws:iam::000000000000:root</Arn><UserId></UserId>"
                                + "<Account>000000000000</Account></GetCallerIdentityResult>"
                                + "<ResponseMetadata><RequestId>"
                                + answer.header("x-amzn-RequestId")
                                + "</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
        assertThat(
                        trusted(
                                        "GET /?Action=GetCallerIdentity&Version=2011-06-15"
                                                + " HTTP/1.1\nHost: localhost\n\n")
                                .status())
                .isEqualTo(200);
        assertThat(trusted(QUERY_CALL.replace("GetCallerIdentity", "GetSomethingElse_")).body())
                .contains(
                        "<Code>InvalidAction</Code><Message>Could not find operation"
                                + " GetSomethingElse_ for version 2011-06-15</Message>");
        assertThat(trusted(QUERY_CALL.replace("Action=", "Axtion=")).body())
                .contains("<Code>MissingAction</Code>");
    }

    @Test
    void aFormOverFourMebibytesIsRefused() throws IOException {
        String atTheLimit =
                QUERY_CALL.replace("Content-Length: 43", "Content-Length: 4194304")
                        + "&a="
                        + "x".repeat((4 << 20) - 46);
        assertThat(trusted(atTheLimit).status()).isEqualTo(200);
        Answer beyond =
                trusted(
                        QUERY_CALL
                                .replace("Content-Length: 43", "Content-Length: 4194305")
                                .replace("Host:", "Expect: 100-continue\nHost:"));
        assertThat(beyond.status()).isEqualTo(413);
        assertThat(beyond.body()).contains("<Code>RequestEntityTooLarge</Code>");
    }

    @Test
    void aVersionThatNoServiceHasIsAnUnknownAction() throws IOException {
        assertThat(trusted(QUERY_CALL.replace("2011-06-15", "2099-01-01")).body())
                .startsWith("<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code>");
    }

    @Test
    void signingInBothWaysIsRefused() throws IOException {
        try (RunningListener listener = RunningListener.start();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    JSON_CALL
                            .replace("POST /", "POST /?X-Amz-Algorithm=AWS4-HMAC-SHA256")
                            .replace("Host:", "Authorization: AWS4-HMAC-SHA256 x\nHost:"));
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"__type\":\"InvalidSignatureException\",\"message\":\"Found both"
                                    + " 'X-Amz-Algorithm' as a query-string param and 'Authorization'"
                                    + " as HTTP header.\"}");
        }
    }

    @Test
    void pagesAreOpenUnlessTheySayOtherwiseAndUnknownOnesAreNotFound() throws IOException {
        try (RunningListener listener = RunningListener.start();
                RawClient client = new RawClient(listener.port())) {
            client.send("GET /_hydrant/who HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.read().body()).isEqualTo("nobody");
            client.send("HEAD /_hydrant/health HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.readHead().status()).isEqualTo(200);
            client.send("GET /_hydrant/nothing HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.read().status()).isEqualTo(404);
            client.send("DELETE /_hydrant/health HTTP/1.1\nHost: localhost\n\n");
            assertThat(client.read().status()).isEqualTo(405);
        }
    }

    @Test
    void aStopLetsRequestsFinishAndRefusesNewOnes() throws Exception {
        RunningListener listener = RunningListener.trusting();
        try (listener;
                RawClient first = new RawClient(listener.port());
                RawClient second = new RawClient(listener.port())) {
            second.send(JSON_CALL);
            assertThat(second.read().status()).isEqualTo(200);
            first.send(JSON_CALL.replace("ListDeliveryStreams", "Wait"));
            assertThat(listener.waiting.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(listener::stop);
            Answer refused = refusedOnce(second);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("ServiceUnavailableException");
            assertThat(refused.header("Connection")).isEqualTo("close");
            assertThat(stopped).isNotDone();
            listener.release.countDown();
            assertThat(first.read().body()).isEqualTo("{}");
            stopped.get(10, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> new RawClient(listener.port()).close())
                .isInstanceOf(IOException.class);
    }

    /// The stop takes a moment to begin.
    private static Answer refusedOnce(RawClient client) {
        return Wait.seconds(10)
                .until(
                        "the stop has begun",
                        () -> client.send(JSON_CALL).read(),
                        answer -> answer.status() != 200);
    }

    @Test
    void aClientThatBreaksOffLeavesTheListenerWell() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            try (RawClient client = new RawClient(listener.port())) {
                client.send("PUT /b/half HTTP/1.1\nHost: localhost\nContent-Length: 10\n\nhello");
            }
            try (RawClient client = new RawClient(listener.port())) {
                client.send(JSON_CALL);
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(listener.objects.has("/b/half")).isFalse();
        }
    }

    @Test
    void aTakenPortIsToldInPlainWords() throws IOException {
        try (RunningListener listener = RunningListener.trusting()) {
            ListenerSettings samePort =
                    ListenerSettings.plain(
                            InetAddress.getLoopbackAddress(), listener.port(), "us-east-1");
            ListenerServices none =
                    new ListenerServices(List.of(), List.of(), listener.objects, List.of());
            InstantSource clock = InstantSource.system();
            Authenticator authenticator = Authenticator.trusting(RunningListener.ROOT, clock);
            assertThatThrownBy(() -> Listener.start(samePort, none, authenticator, clock).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Port " + listener.port() + " on 127.0.0.1 is taken")
                    .hasMessageContaining("--listen");
        }
    }

    private static void assertRefusal(String request, int status, String body) throws IOException {
        Answer answer = trusted(request);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    private static Answer trusted(String request) throws IOException {
        try (RunningListener listener = RunningListener.trusting();
                RawClient client = new RawClient(listener.port())) {
            return client.send(request).read();
        }
    }
}
