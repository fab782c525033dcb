package io.hydrant.aws.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.testing.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartStreamTest {
    @Test
    void partsComeOutAsTheyWentInHoweverTheBodyIsCutUp() throws IOException {
        long seed = Seed.of(MultipartStreamTest.class).value();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] first = almostBoundaries(random, random.nextInt(100));
            byte[] second = almostBoundaries(random, random.nextInt(200_000));
            MultipartStream parts =
                    new MultipartStream(trickling(body(first, second), random), "b-x");
            assertThat(parts.next()).as("seed %d", seed).isTrue();
            assertThat(parts.headers()).isEqualTo("A: 1");
            assertThat(parts.readAllBytes()).as("seed %d", seed).isEqualTo(first);
            assertThat(parts.next()).isTrue();
            assertThat(parts.headers()).isEqualTo("A: 2");
            assertThat(parts.readAllBytes()).as("seed %d", seed).isEqualTo(second);
            assertThat(parts.next()).isFalse();
            assertThat(parts.read()).isEqualTo(-1);
        }
    }

    @Test
    void aPartMayBeSkipped() throws IOException {
        byte[] body = body(new byte[100_000], "second".getBytes(StandardCharsets.UTF_8));
        MultipartStream parts = new MultipartStream(new ByteArrayInputStream(body), "b-x");
        assertThat(parts.next()).isTrue();
        assertThat(parts.next()).isTrue();
        assertThat(parts.headers()).isEqualTo("A: 2");
    }

    @Test
    void aBodyThatEndsWithinAPartIsMalformed() throws IOException {
        byte[] body = "--b-x\r\nA: 1\r\n\r\nabc\r\n--b-".getBytes(StandardCharsets.ISO_8859_1);
        MultipartStream parts = new MultipartStream(new ByteArrayInputStream(body), "b-x");
        assertThat(parts.next()).isTrue();
        assertThat(parts.headers()).isEqualTo("A: 1");
        assertThatThrownBy(parts::readAllBytes).isInstanceOf(ServiceException.class);
    }

    private static byte[] body(byte[] first, byte[] second) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("--b-x\r\nA: 1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        body.write(first);
        body.write("\r\n--b-x\r\nA: 2\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        body.write(second);
        body.write("\r\n--b-x--\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return body.toByteArray();
    }

    /// Bytes that are full of beginnings of the boundary, and never the whole of it.
    private static byte[] almostBoundaries(Random random, int length) {
        byte[] letters = "\r\n--b-".getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = letters[random.nextInt(letters.length)];
        }
        return bytes;
    }

    /// Gives a few bytes at a time, as a network does.
    private static InputStream trickling(byte[] bytes, Random random) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(5_000)));
            }
        };
    }
}
