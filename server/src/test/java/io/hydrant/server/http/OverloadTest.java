package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.http.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that announce much and send little, beside those that mean it.
@Timeout(60)
class OverloadTest {
    private static final int LARGE = 8 << 20;

    /// Room for one large body beside the small ones.
    private static final long BODY_BYTES = 16L << 20;

    private static final String PUT =
            """
            POST / HTTP/1.1
            Host: localhost
            Content-Type: application/x-amz-json-1.1
            X-Amz-Target: Firehose_20150804.PutRecord
            Content-Length: %d

            """;

    @Test
    void slowBodiesOfStrangersHoldNobodyUp() throws IOException {
        try (RunningListener listener =
                RunningListener.start(RunningListener.local().withBodyBytes(BODY_BYTES))) {
            String unknown =
                    "Authorization: AWS4-HMAC-SHA256 Credential=AKIANOBODY/20260101/us-east-1/firehose"
                            + "/aws4_request, SignedHeaders=host, Signature=0\nX-Amz-Date:"
                            + " 20260101T000000Z\nContent-Length";
            try (RawClient nobody = new RawClient(listener.port());
                    RawClient stranger = new RawClient(listener.port());
                    RawClient form = new RawClient(listener.port())) {
                nobody.send(PUT.formatted(LARGE));
                assertThat(nobody.read().body()).contains("MissingAuthenticationTokenException");
                stranger.send(PUT.formatted(LARGE).replace("Content-Length", unknown));
                assertThat(stranger.read().body()).contains("UnrecognizedClientException");
                form.send(
                        "POST / HTTP/1.1\nHost: localhost\nContent-Length: 4000000\nContent-Type:"
                                + " application/x-www-form-urlencoded\n\n");
                assertThat(form.read().body()).contains("MissingAuthenticationToken");
            }
        }
    }

    @Test
    void slowBodiesOfAKnownKeyMakeRoomForOthers() throws IOException {
        AtomicBoolean isOver = new AtomicBoolean();
        try (RunningListener listener =
                RunningListener.trusting(RunningListener.local().withBodyBytes(BODY_BYTES))) {
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RawClient client = new RawClient(listener.port());
                slow.add(client.send(PUT.formatted(LARGE) + "{"));
                Thread.ofVirtual().start(() -> drip(client, isOver));
            }
            assertThat(put(listener, 1)).isLessThan(Duration.ofSeconds(2));
            assertThat(put(listener, LARGE)).isLessThan(Duration.ofSeconds(15));
            Answer givenUp = slow.getFirst().read();
            assertThat(givenUp.status()).isEqualTo(408);
            assertThat(givenUp.body()).contains("RequestTimeoutException");
            isOver.set(true);
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    private static final String DELETE_OBJECTS =
            """
            POST /documents?delete HTTP/1.1
            Host: localhost
            Content-Length: %d

            """;

    /// XML comes out of the same room as JSON.
    @Test
    void slowDocumentsMakeRoomForOthers() throws IOException {
        AtomicBoolean isOver = new AtomicBoolean();
        try (RunningListener listener =
                RunningListener.trusting(RunningListener.local().withBodyBytes(BODY_BYTES))) {
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RawClient client = new RawClient(listener.port());
                slow.add(client.send(DELETE_OBJECTS.formatted(LARGE) + "<"));
                Thread.ofVirtual().start(() -> drip(client, isOver));
            }
            assertThat(put(listener, 1)).isLessThan(Duration.ofSeconds(2));
            assertThat(put(listener, LARGE)).isLessThan(Duration.ofSeconds(15));
            try (RawClient client = new RawClient(listener.port())) {
                client.send(DELETE_OBJECTS.formatted(LARGE) + " ".repeat(LARGE));
                assertThat(client.read().header("x-length")).isEqualTo("" + LARGE);
            }
            assertThat(slow.getFirst().read().body()).contains("<Code>RequestTimeout</Code>");
            isOver.set(true);
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void aDocumentIsRefusedBeforeItIsReadWhenItIsTooLongOrOfAStranger() throws IOException {
        try (RunningListener listener =
                        RunningListener.start(RunningListener.local().withBodyBytes(BODY_BYTES));
                RawClient stranger = new RawClient(listener.port());
                RawClient small = new RawClient(listener.port())) {
            stranger.send(DELETE_OBJECTS.formatted(65 << 10));
            assertThat(stranger.read().body())
                    .contains("A document of an unsigned request may have 64 KiB at most");
            small.send(DELETE_OBJECTS.formatted(64 << 10) + " ".repeat(64 << 10));
            assertThat(small.read().status()).isEqualTo(200);
        }
        try (RunningListener listener =
                        RunningListener.trusting(
                                RunningListener.local().withBodyBytes(BODY_BYTES));
                RawClient longer = new RawClient(listener.port())) {
            longer.send(DELETE_OBJECTS.formatted(LARGE + 1));
            assertThat(longer.read().body()).contains("<Code>MaxMessageLengthExceeded</Code>");
        }
    }

    private static Duration put(RunningListener listener, int length) throws IOException {
        long begun = System.nanoTime();
        try (RawClient client = new RawClient(listener.port())) {
            client.send(PUT.formatted(length) + "{" + " ".repeat(length - 1));
            assertThat(client.read().body()).contains("\"RecordId\":\"" + length + "\"");
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void drip(RawClient client, AtomicBoolean isOver) {
        try {
            while (!isOver.get()) {
                client.sendBytes(new byte[2_000]);
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException givenUp) {
            assertThat(givenUp).isNotNull();
        }
    }
}
