package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The data directory of a killed server of commit 94e826b, before intents told all that determines
/// an object's bytes: with records that wait, intents whose objects the roles may not write, and
/// one whose object is stored though the checkpoint does not say so. `make.py` beside it has made
/// it, and says what is in it.
class UpgradeTest {
    private static final List<String> STREAMS = List.of("gzip", "plain", "stored");

    /// The last request of `plain`.
    private static final String TOKEN = "upgrade:1";

    private static final List<String> REPEATED =
            List.of("plain 4.0 Faust", "plain 4.1 Faust", "plain 4.2 Faust");

    @TempDir Path folder;

    private KeptDirectory kept;

    @BeforeEach
    void unpack() throws IOException {
        kept = KeptDirectory.unpack("94e826b", folder);
    }

    @Test
    void whatAnEarlierVersionLeftIsDeliveredExactlyOnce() throws IOException {
        Map<String, List<String>> intents = keysOfIntents();
        Map<String, List<String>> before = new HashMap<>();
        try (ServerProcess server = ServerProcess.start(data())) {
            for (String stream : STREAMS) {
                before.put(stream, Aws.of(server).keys(stream, ""));
            }
        } // is killed, so that what it has made of the directory is taken up again
        assertThat(before.get("stored")).isEqualTo(intents.get("stored"));

        try (ServerProcess server = ServerProcess.start(data())) {
            Aws aws = Aws.of(server);
            put(aws, REPEATED, TOKEN);
            put(aws, List.of("plain 5.0 The General"), "upgrade:2");
            STREAMS.forEach(stream -> aws.allowWrites(stream, stream));
            Status.awaitDelivery(server, Duration.ofSeconds(60));
            for (String stream : STREAMS) {
                List<String> expected = kept.payloads(stream);
                if (stream.equals("plain")) {
                    expected.add("plain 5.0 The General");
                }
                List<String> lines = new ArrayList<>();
                new DeliveredObjects(aws, stream).forEachLine(lines::add);
                assertThat(lines).as(stream).isEqualTo(expected);
                assertThat(aws.keys(stream, ""))
                        .as(stream)
                        .containsAll(before.get(stream))
                        .containsAll(intents.get(stream));
                Program.Ended verify =
                        Program.hydrant(server.environment(), "verify", "--stream", stream);
                assertThat(verify.status()).as(verify.output()).isZero();
            }
        }
    }

    private Path data() {
        return kept.data();
    }

    /// As they were written, by their bucket.
    private Map<String, List<String>> keysOfIntents() throws IOException {
        try (Stream<Path> files = Files.walk(data().resolve("log"))) {
            Map<String, List<String>> keys = new TreeMap<>();
            files.filter(file -> file.endsWith("checkpoint"))
                    .flatMap(UpgradeTest::intents)
                    .forEach(intent ->
                            keys.computeIfAbsent(
                                            intent.required("bucket").stringValue(),
                                            bucket -> new ArrayList<>())
                                    .add(intent.required("key").stringValue()));
            assertThat(keys.keySet()).containsExactlyElementsOf(STREAMS);
            assertThat(keys.get("plain")).hasSize(2);
            return keys;
        }
    }

    /// After a title line, a checkpoint is JSON.
    private static Stream<JsonNode> intents(Path checkpoint) {
        try {
            String text = Files.readString(checkpoint);
            return JsonMapper.shared()
                    .readTree(text.substring(text.indexOf('\n')))
                    .required("intents")
                    .valueStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Aws aws, List<String> lines, String token) {
        try (FirehoseClient firehose = aws.firehose()) {
            firehose.putRecordBatch(request ->
                    request.deliveryStreamName("plain")
                            .records(
                                    lines.stream()
                                            .map(line -> SdkBytes.fromUtf8String(line + "\n"))
                                            .map(bytes -> Record.builder().data(bytes).build())
                                            .toList())
                            .overrideConfiguration(
                                    more -> more.putHeader("X-Hydrant-Client-Token", token)));
        }
    }
}
