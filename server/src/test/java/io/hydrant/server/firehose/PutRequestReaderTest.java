package io.hydrant.server.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The reader against Jackson's tree, on bodies that were damaged at random.
class PutRequestReaderTest {
    private static final int BODIES = 30_000;
    private static final String ODD_CHARACTERS = "\"\\{}[]:,= /\u0001\u00f1nu0'\n";

    @Test
    void damagedBodiesAreReadAsJacksonReadsThemOrRefused() {
        long seed = Seed.of(PutRequestReaderTest.class).value();
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < BODIES; i++) {
            String body = damaged(body(random), random);
            read += agrees(body) ? 1 : 0;
        }
        assertThat(read).as("bodies that were still good").isGreaterThan(BODIES / 20);
    }

    /// Whether the reader took the body; then Jackson must have read the same from it.
    private static boolean agrees(String body) {
        PutRequest request;
        try {
            request = PutRequestReader.readBatch(body.getBytes(StandardCharsets.UTF_8));
        } catch (ServiceException refusal) {
            assertThat(refusal.code()).isIn("SerializationException", "ValidationException");
            if (refusal.text().isEmpty()) {
                assertThat(isObject(body)).as(body).isFalse();
            }
            return false;
        }
        JsonNode tree = JsonMapper.shared().readTree(body);
        assertThat(request.streamName()).isEqualTo(tree.path("DeliveryStreamName").stringValue());
        List<byte[]> expected =
                tree.path("Records")
                        .valueStream()
                        .map(record -> record.path("Data").stringValue())
                        .map(Base64.getDecoder()::decode)
                        .toList();
        List<byte[]> records = request.records().unpacked();
        assertThat(records).as(body).hasSameSizeAs(expected);
        IntStream.range(0, expected.size())
                .forEach(i -> assertThat(records.get(i)).isEqualTo(expected.get(i)));
        return true;
    }

    private static boolean isObject(String body) {
        try {
            return JsonMapper.shared().readTree(body).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    private static String body(SplittableRandom random) {
        StringBuilder body = new StringBuilder("{\"Records\":[");
        int records = random.nextInt(1, 4);
        for (int i = 0; i < records; i++) {
            byte[] data = new byte[random.nextInt(20)];
            random.nextBytes(data);
            body.append(i == 0 ? "" : ", ")
                    .append("{\"Data\": \"")
                    .append(Base64.getEncoder().encodeToString(data))
                    .append("\"}");
        }
        return body.append("],\"DeliveryStreamName\":\"a\"}").toString();
    }

    private static String damaged(String body, SplittableRandom random) {
        StringBuilder damaged = new StringBuilder(body);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(damaged.length());
            String odd = String.valueOf(ODD_CHARACTERS.charAt(random.nextInt(16)));
            switch (random.nextInt(3)) {
                case 0 -> damaged.insert(at, odd);
                case 1 -> damaged.replace(at, at + 1, odd);
                default -> damaged.deleteCharAt(at);
            }
        }
        return damaged.toString();
    }
}
