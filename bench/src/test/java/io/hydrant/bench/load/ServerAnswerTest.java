package io.hydrant.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerAnswerTest {
    private static final String BODY = "{\"Encrypted\":false,\"FailedPutCount\":0,\"X\":[]}";
    private static final String PLAIN =
            "HTTP/1.1 200 OK\r\nContent-Type: x\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(BODY.length(), BODY);
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n"
                    .formatted(BODY.substring(0, 5), BODY.length() - 5, BODY.substring(5));

    private final ServerAnswer answer = new ServerAnswer();

    @Test
    void isWholeAtItsLastByteHoweverItComes() throws IOException {
        for (String wire : new String[] {PLAIN, CHUNKED, PLAIN}) {
            for (int piece = 1; piece <= wire.length(); piece++) {
                assertThat(bytesUntilWhole(wire, piece)).isEqualTo(wire.length());
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.isWholeBatchTaken()).isTrue();
            }
        }
    }

    @Test
    void tellsARefusalAndPartOfABatchThatWasRefused() throws IOException {
        take("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).isEqualTo("busy");
        take("HTTP/1.1 200 OK\r\ncontent-length: 21\r\n\r\n{\"FailedPutCount\": 3}");
        assertThat(answer.isWholeBatchTaken()).isFalse();
    }

    @Test
    void anAnswerThatDoesNotSayIsNoSuccess() throws IOException {
        take("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        assertThatThrownBy(answer::isWholeBatchTaken).isInstanceOf(IOException.class);
    }

    private void take(String wire) throws IOException {
        assertThat(answer.take(ByteBuffer.wrap(wire.getBytes(StandardCharsets.UTF_8)))).isTrue();
    }

    private int bytesUntilWhole(String wire, int piece) throws IOException {
        byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            int count = Math.min(piece, bytes.length - at);
            if (answer.take(ByteBuffer.wrap(bytes, at, count))) {
                return at + count;
            }
        }
        return -1;
    }
}
