package io.hydrant.core.transform.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processed;
import io.hydrant.core.transform.Processed.Piece;
import io.hydrant.core.transform.Transform;
import io.hydrant.core.transform.Transform.Outcomes;
import io.hydrant.core.transform.Transform.SourceRecord;
import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.LambdaProcessor;
import io.hydrant.core.transform.lambda.LambdaSetting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ChainTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-26T10:00:00.123Z");
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:07Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Partition FAILED = Partition.failed("processing-failed");
    private static final Partition NOT_DECOMPRESSED = Partition.failed("decompression-failed");
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:films";

    @Test
    void withoutProcessorsThereIsNothingToGoThrough() {
        assertThat(new ChainBuilder().build(CLOCK)).isEmpty();
    }

    @Test
    void recordsAreDecompressedAlsoOfSeveralMembers() throws IOException {
        Transform chain = chain(new ChainBuilder().decompressed());
        assertThat(kept(chain, concat(gzip("uno"), gzip("dos ñ")))).containsExactly("unodos ñ");
    }

    @Test
    void whatIsNotGzipFailsAsItCame() throws IOException {
        Processed outcome = only(chain(new ChainBuilder().decompressed()), "plain".getBytes(UTF_8));
        JsonNode error = error(outcome, NOT_DECOMPRESSED);
        assertThat(error.path("rawData").asString()).isEqualTo(base64("plain".getBytes(UTF_8)));
        assertThat(error.path("errorCode").asString()).isEqualTo("Decompression.Failed");
        assertThat(error.path("attemptsMade").asInt()).isEqualTo(1);
    }

    /// As `gzip` writes them that names its file, and with everything that a header may have.
    @Test
    void headersOfAllKindsAreRead() throws IOException {
        byte[] bare = gzip("uno");
        for (int flags = 0; flags < 32; flags += 2) {
            ByteArrayOutputStream full = new ByteArrayOutputStream();
            full.write(bare, 0, 3);
            full.write(flags);
            full.write(bare, 4, 6);
            full.writeBytes((flags & 4) != 0 ? new byte[] {3, 0, 'a', 0, 'c'} : new byte[0]);
            full.writeBytes((flags & 8) != 0 ? "name.txt\0".getBytes(UTF_8) : new byte[0]);
            full.writeBytes((flags & 16) != 0 ? "comment\0".getBytes(UTF_8) : new byte[0]);
            full.writeBytes((flags & 2) != 0 ? new byte[] {1, 2} : new byte[0]);
            full.write(bare, 10, bare.length - 10);
            assertThat(kept(chain(new ChainBuilder().decompressed()), full.toByteArray()))
                    .as("flags %d", flags)
                    .containsExactly("uno");
        }
    }

    /// Cut off anywhere, or with a bit turned around: but for the bits that fill the last byte up.
    @Test
    void gzipThatIsDamagedFails() throws IOException {
        Transform chain = chain(new ChainBuilder().decompressed());
        byte[] sound = gzip("uno dos tres uno dos tres");
        int harmless = 0;
        for (int length = 0; length < sound.length; length++) {
            error(only(chain, Arrays.copyOf(sound, length)), NOT_DECOMPRESSED);
        }
        for (int at = 10; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 0x10;
            if (only(chain, damaged) instanceof Processed.Kept) {
                assertThat(kept(chain, damaged)).containsExactly("uno dos tres uno dos tres");
                harmless++;
            }
        }
        assertThat(harmless).isLessThan(2);
        error(only(chain, concat(sound, "more".getBytes(UTF_8))), NOT_DECOMPRESSED);
        assertThat(kept(chain, sound)).containsExactly("uno dos tres uno dos tres");
    }

    /// A thousand times as much as it came with.
    @Test
    void aRecordThatBecomesTooLargeFails() throws IOException {
        byte[] bomb = gzip(new byte[Decompression.BYTES_MAX + 1]);
        assertThat(bomb).hasSizeLessThan(100_000);
        JsonNode error =
                error(only(chain(new ChainBuilder().decompressed()), bomb), NOT_DECOMPRESSED);
        assertThat(error.path("rawData").asString()).isEqualTo(base64(bomb));
        assertThat(error.path("errorMessage").asString())
                .contains(Integer.toString(Decompression.BYTES_MAX));
        assertThat(kept(chain(new ChainBuilder().decompressed()), gzip(new byte[1_000_000])))
                .singleElement()
                .satisfies(text -> assertThat(text).hasSize(1_000_000));
    }

    @Test
    void ofLogEventsTheMessagesAreLeftEachOnALine() throws IOException {
        Transform chain = chain(new ChainBuilder().messages().decompressed());
        assertThat(kept(chain, gzip(envelope("DATA_MESSAGE", "uno ñ \\\"x\\\"", "dos"))))
                .containsExactly("uno ñ \"x\"\ndos\n");
        assertThat(kept(chain, gzip(envelope("CONTROL_MESSAGE", "CWL CONTROL MESSAGE: hello"))))
                .containsExactly("");
        assertThat(kept(chain, gzip(envelope("DATA_MESSAGE")))).containsExactly("");
    }

    /// A later failure writes what came, still compressed.
    @Test
    void whatIsNoLogEventsFailsCompressed() throws IOException {
        Transform chain = chain(new ChainBuilder().messages().decompressed());
        for (String bad :
                List.of(
                        "",
                        "[]",
                        "text",
                        "{",
                        "{}",
                        "{\"logEvents\":{}}",
                        "{\"logEvents\":[1]}",
                        "{\"logEvents\":[{\"message\":5}]}",
                        "{\"logEvents\":[{\"message\":null}]}",
                        "{\"logEvents\":[{\"message\":\"ok\"},{\"id\":\"1\"}]}",
                        "{\"logEvents\":[]} more",
                        "{\"messageType\":\"DATA_MESSAGE\"}")) {
            JsonNode error = error(only(chain, gzip(bad)), NOT_DECOMPRESSED);
            assertThat(error.path("rawData").asString()).as(bad).isEqualTo(base64(gzip(bad)));
            assertThat(error.path("errorCode").asString())
                    .isEqualTo("CloudWatchLogProcessing.Failed");
        }
    }

    @Test
    void objectsThatFollowOnOneAnotherAreTakenApart() throws IOException {
        Transform chain = chain(new ChainBuilder().deAggregated(Optional.empty()));
        assertThat(kept(chain, "{\"a\":1}{\"a\":{\"b\":2}}\n {\"c\":\"}{\\\"\"}\r\n"))
                .containsExactly("{\"a\":1}", "{\"a\":{\"b\":2}}", "{\"c\":\"}{\\\"\"}");
        assertThat(kept(chain, " {\"a\":1}\n")).containsExactly("{\"a\":1}");
        assertThat(kept(chain, "{\"a\":1},{\"a\":2}")).containsExactly("{\"a\":1},{\"a\":2}");
        assertThat(kept(chain, "[{\"a\":1},{\"a\":2}]")).containsExactly("[{\"a\":1},{\"a\":2}]");
        assertThat(kept(chain, "{\"a\":1}{\"a\":")).containsExactly("{\"a\":1}{\"a\":");
        assertThat(kept(chain, "{\"a\":\"\\")).containsExactly("{\"a\":\"\\");
        assertThat(kept(chain, "text")).containsExactly("text");
        assertThat(kept(chain, "")).containsExactly("");
    }

    @Test
    void aDelimiterPartsRecordsAndIsGone() throws IOException {
        Transform chain = chain(new ChainBuilder().deAggregated(Optional.of("##".getBytes(UTF_8))));
        assertThat(kept(chain, "a##b#c####d##")).containsExactly("a", "b#c", "d");
        assertThat(kept(chain, "a##")).containsExactly("a");
        assertThat(kept(chain, "a")).containsExactly("a");
        assertThat(kept(chain, "##")).containsExactly("##");
    }

    @Test
    void aRecordOfMoreThanFiveHundredStaysWhole() throws IOException {
        Transform chain = chain(new ChainBuilder().deAggregated(Optional.empty()));
        assertThat(kept(chain, "{}".repeat(500))).hasSize(500);
        assertThat(kept(chain, "{}".repeat(501))).containsExactly("{}".repeat(501));
        Transform lines = chain(new ChainBuilder().deAggregated(Optional.of(new byte[] {'\n'})));
        assertThat(kept(lines, "x\n".repeat(501))).containsExactly("x\n".repeat(501));
    }

    @Test
    void partsWithDifferentKeysGoDifferentWaysAndOnesWithoutFailAlone() throws IOException {
        Transform chain = partitioned(10);
        Processed outcome = only(chain, "{\"k\":\"eu\"}{\"x\":1}{\"k\":\"us\"}{\"k\":\"eu\"}");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Processed.Kept.class,
                        kept -> {
                            assertThat(kept.pieces())
                                    .extracting(piece -> piece.partition().name())
                                    .containsExactly("=k=eu/", "=k=us/", "=k=eu/");
                            assertThat(kept.failed()).hasSize(1);
                        });
        JsonNode error = JSON.readTree(((Processed.Kept) outcome).failed().getFirst().bytes());
        assertThat(error.path("rawData").asString())
                .as("the part, and not what it came with")
                .isEqualTo(base64("{\"x\":1}".getBytes(UTF_8)));
        assertThat(error.path("errorCode").asString())
                .isEqualTo("DynamicPartitioning.MetadataExtractionFailed");
        assertThat(error.path("errorMessage").asString())
                .isEqualTo("partitionKeys values must not be null or empty");
    }

    @Test
    void aPartitionTooManyFails() throws IOException {
        Transform chain = partitioned(2);
        List<Processed> outcomes =
                apply(
                        chain,
                        "{\"k\":\"a\"}".getBytes(UTF_8),
                        "{\"k\":\"b\"}".getBytes(UTF_8),
                        "{\"k\":\"c\"}".getBytes(UTF_8),
                        "{\"k\":\"a\"}".getBytes(UTF_8));
        JsonNode error = error(outcomes.get(2), FAILED);
        assertThat(error.path("errorCode").asString())
                .isEqualTo("DynamicPartitioning.ActivePartitionsLimitExceeded");
        assertThat(outcomes.get(3)).isInstanceOf(Processed.Kept.class);
    }

    /// The members in AWS's order, and nothing else.
    @Test
    void anErrorRecordIsALineAsAwsSpellsIt() throws IOException {
        Piece piece = ((Processed.Failed) only(partitioned(2), "no")).pieces().getFirst();
        assertThat(piece.partition()).isEqualTo(FAILED);
        assertThat(new String(piece.bytes(), UTF_8))
                .matches(
                        "\\{\"rawData\":\"bm8=\",\"errorCode\":\"DynamicPartitioning"
                                + ".MetadataExtractionFailed\",\"errorMessage\":\"[^\"]*\","
                                + "\"attemptsMade\":1,\"arrivalTimestamp\":"
                                + ARRIVAL.toEpochMilli()
                                + ",\"attemptEndingTimestamp\":"
                                + NOW.toEpochMilli()
                                + "}\n");
    }

    /// Each record is answered for by what it says: `upper`, `drop`, `fail`.
    @Test
    void aFunctionGetsPartsAndItsKeysDecide() throws IOException {
        List<Integer> asked = new ArrayList<>();
        Transform chain = function(asked, 1 << 20);
        List<Processed> outcomes =
                apply(
                        chain,
                        "{\"k\":\"a\"}{\"k\":\"drop\"}{\"k\":\"fail\"}".getBytes(UTF_8),
                        "{\"k\":\"drop\"}".getBytes(UTF_8),
                        "{\"k\":\"fail\"}".getBytes(UTF_8));
        assertThat(asked).containsExactly(5);
        Processed.Kept kept = (Processed.Kept) outcomes.getFirst();
        assertThat(kept.pieces()).hasSize(1);
        assertThat(text(kept.pieces().getFirst())).isEqualTo("{\"K\":\"A\"}");
        assertThat(kept.pieces().getFirst().partition().name()).isEqualTo("=a/");
        JsonNode error = JSON.readTree(kept.failed().getFirst().bytes());
        assertThat(error.path("errorCode").asString()).isEqualTo("Lambda.ProcessingFailedStatus");
        assertThat(error.path("lambdaARN").asString()).isEqualTo(ARN);
        assertThat(error.path("rawData").asString())
                .isEqualTo(base64("{\"k\":\"fail\"}".getBytes(UTF_8)));
        assertThat(outcomes.get(1)).isInstanceOf(Processed.Dropped.class);
        assertThat(error(outcomes.get(2), FAILED).path("attemptsMade").asInt()).isEqualTo(1);
    }

    /// Also when what it gets is a thousand times what came.
    @Test
    void aFunctionGetsAsMuchAsItTakes() throws IOException {
        List<Integer> asked = new ArrayList<>();
        Transform chain = function(asked, 1_000);
        byte[] record = "{\"k\":\"%s\"}".formatted("a".repeat(300)).getBytes(UTF_8);
        apply(chain, record, record, record, record, record, record, record);
        assertThat(asked.stream().mapToInt(Integer::intValue).sum()).isEqualTo(7);
        assertThat(asked).hasSizeGreaterThan(1).allMatch(count -> count <= 4);
        assertThat(chain.sizeBytes()).isEqualTo(1_000);
    }

    /// Whatever the program makes of it, and however much that is.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{k: (reduce range(60) as $i ([];[.,.]))} ~ is an array",
                "{k: {}} ~ is an object",
                "[.k] ~ no object of the record, but array",
                "{k: .k}, {k: .k} ~ 2 values",
                "empty ~ 0 values",
                "{k: (.k * 1000000000)} ~ makes more than",
                "{k: [range(1000000000)]} ~ makes more than",
                "{k: (.k|error)} ~ a",
                "{k: .k.x} ~ Cannot index string",
            })
    void whatAQueryMakesOfARecordIsOneObjectOfTexts(String query, String reason) {
        JqQuery compiled = JqQuery.compile(query);
        assertThatThrownBy(() -> compiled.keys("{\"k\":\"a\"}".getBytes(UTF_8), ARRIVAL))
                .isInstanceOf(RecordFailure.class)
                .hasMessageContaining(reason);
    }

    @Test
    void keysAreTheTextsOfTheirValues() throws RecordFailure {
        JqQuery query =
                JqQuery.compile("{a: .a, b: .b, c: .c, d: .d, e: .e, n: (now|todate), y: .no}");
        String record = "{\"a\":\"ñ\",\"b\":1.50,\"c\":true,\"d\":false,\"e\":null}";
        assertThat(query.keys(record.getBytes(UTF_8), ARRIVAL))
                .isEqualTo(
                        Map.of(
                                "a",
                                "ñ",
                                "b",
                                "1.5",
                                "c",
                                "true",
                                "d",
                                "false",
                                "n",
                                "2026-11-26T10:00:00Z"));
        assertThatThrownBy(() -> query.keys(new byte[JqQuery.BYTES_MAX + 1], ARRIVAL))
                .isInstanceOf(RecordFailure.class)
                .hasMessageContaining("4194304");
    }

    private static Transform partitioned(int max) {
        return chain(
                new ChainBuilder()
                        .deAggregated(Optional.empty())
                        .keyed(ChainTest::keys)
                        .partitioned(keys -> partition(keys.fromQuery(), "k=%s/"), max));
    }

    private static Map<String, String> keys(byte[] record, Instant now) throws RecordFailure {
        assertThat(now).isEqualTo(ARRIVAL);
        try {
            String value = JSON.readTree(record).path("k").asString("");
            return value.isEmpty() ? Map.of() : Map.of("k", value);
        } catch (RuntimeException e) {
            throw failure("not JSON");
        }
    }

    private static Partition partition(Map<String, String> keys, String prefix)
            throws RecordFailure {
        String value = keys.get("k");
        if (value == null) {
            throw failure("partitionKeys values must not be null or empty");
        }
        return Partition.keyed(prefix.formatted(value));
    }

    private static RecordFailure failure(String reason) {
        return new RecordFailure(
                FailureKind.PROCESSING, "DynamicPartitioning.MetadataExtractionFailed", reason);
    }

    private static Transform function(List<Integer> asked, int bufferBytes) {
        LambdaSetting setting =
                LambdaSetting.of(
                        Map.of(
                                "LambdaArn",
                                ARN,
                                "BufferSizeInMBs",
                                Double.toString(bufferBytes / 1024.0 / 1024.0 + 1e-9),
                                "BufferIntervalInSeconds",
                                "5"));
        Functions functions =
                call -> {
                    JsonNode event = JSON.readTree(call.payload());
                    asked.add(event.path("records").size());
                    return answer(event);
                };
        LambdaProcessor processor =
                new LambdaProcessor(
                        functions,
                        setting,
                        "arn:aws:iam::123456789012:role/r",
                        "arn:aws:firehose:us-east-1:123456789012:deliverystream/s",
                        CLOCK,
                        new SplittableRandom(1),
                        pause -> {});
        return chain(
                new ChainBuilder()
                        .deAggregated(Optional.empty())
                        .function(setting, processor)
                        .partitioned(keys -> partition(keys.fromFunction(), "%s/"), 10));
    }

    private static byte[] answer(JsonNode event) {
        ObjectNode answer = JSON.createObjectNode();
        for (JsonNode record : event.path("records")) {
            String text =
                    new String(Base64.getDecoder().decode(record.path("data").asString()), UTF_8);
            String key = JSON.readTree(text).path("k").asString();
            ObjectNode its = answer.withArray("records").addObject();
            its.put("recordId", record.path("recordId").asString());
            its.put(
                    "result",
                    switch (key) {
                        case "drop" -> "Dropped";
                        case "fail" -> "ProcessingFailed";
                        default -> "Ok";
                    });
            its.put("data", base64(text.toUpperCase(java.util.Locale.ROOT).getBytes(UTF_8)));
            its.putObject("metadata").putObject("partitionKeys").put("k", key);
        }
        return JSON.writeValueAsBytes(answer);
    }

    private static Transform chain(ChainBuilder builder) {
        return builder.build(CLOCK).orElseThrow();
    }

    private static List<Processed> apply(Transform transform, byte[]... records)
            throws IOException {
        List<SourceRecord> sources = new ArrayList<>();
        for (byte[] record : records) {
            sources.add(new SourceRecord(sources.size(), ARRIVAL, record));
        }
        List<Processed> outcomes = new ArrayList<>();
        Set<Partition> open = new HashSet<>();
        transform.apply(
                sources,
                new Outcomes() {
                    @Override
                    public void add(Processed outcome) {
                        outcomes.add(outcome);
                    }

                    @Override
                    public boolean opens(Partition partition) {
                        return open.contains(partition)
                                || open.size() < transform.partitionsMax() && open.add(partition)
                                || partition.prefix().isEmpty();
                    }
                });
        assertThat(outcomes).as("one for each record").hasSize(records.length);
        return outcomes;
    }

    private static Processed only(Transform transform, byte[] record) throws IOException {
        return apply(transform, record).getFirst();
    }

    private static Processed only(Transform transform, String record) throws IOException {
        return only(transform, record.getBytes(UTF_8));
    }

    private static List<String> kept(Transform transform, String record) throws IOException {
        return kept(transform, record.getBytes(UTF_8));
    }

    private static List<String> kept(Transform transform, byte[] record) throws IOException {
        Processed.Kept kept = (Processed.Kept) only(transform, record);
        assertThat(kept.failed()).isEmpty();
        return kept.pieces().stream().map(ChainTest::text).toList();
    }

    private static String text(Piece piece) {
        return new String(piece.bytes(), UTF_8);
    }

    private static JsonNode error(Processed outcome, Partition partition) {
        Piece piece = ((Processed.Failed) outcome).pieces().getFirst();
        assertThat(piece.partition()).isEqualTo(partition);
        assertThat(text(piece)).endsWith("}\n");
        return JSON.readTree(piece.bytes());
    }

    private static String envelope(String type, String... messages) {
        StringBuilder events = new StringBuilder();
        for (String message : messages) {
            events.append(events.isEmpty() ? "" : ",")
                    .append("{\"id\":\"1\",\"extractedFields\":{\"a\":[1]},\"message\":\"")
                    .append(message)
                    .append("\"}");
        }
        return "{\"messageType\":\"%s\",\"subscriptionFilters\":[\"f\"],\"logEvents\":[%s]}"
                .formatted(type, events);
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
