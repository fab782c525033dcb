package io.hydrant.cli.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.format.CompressionFormat;
import io.hydrant.testing.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectContentsTest {
    private static final long SEED = Seed.of(ObjectContentsTest.class).value();

    @ParameterizedTest
    @EnumSource(CompressionFormat.class)
    void whatAStreamCompressesIsReadBack(CompressionFormat format) throws IOException {
        for (int length : new int[] {0, 1, 100, 1_000_000}) {
            byte[] content = content(length);
            byte[] object = encoded(format, content);
            try (InputStream read =
                    ObjectContents.decompressed(
                            new ByteArrayInputStream(object), "key" + format.extension())) {
                assertThat(read.readAllBytes())
                        .as("%s, %d bytes, seed %d", format, length, SEED)
                        .isEqualTo(content);
            }
        }
    }

    private static byte[] encoded(CompressionFormat format, byte[] content) throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (OutputStream out = format.encode(object, "key", Instant.EPOCH)) {
            out.write(content);
        }
        return object.toByteArray();
    }

    /// Half of it compresses well, half not at all.
    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(SEED).nextBytes(content);
        for (int i = 0; i < length / 2; i++) {
            content[i] = (byte) ('a' + i % 7);
        }
        return content;
    }
}
