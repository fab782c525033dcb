package io.hydrant.server.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What clients are answered where AWS's quotas are imposed.
class QuotasTest {
    @TempDir private Path directory;
    private FirehoseFixture firehose;
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");

    @BeforeEach
    void open() throws IOException {
        firehose = new FirehoseFixture(directory);
        firehose.createStream("orders");
        firehose.imposeQuotas(() -> now);
    }

    @AfterEach
    void close() throws IOException {
        firehose.close();
    }

    @Test
    void someEntriesOfABatchFailEachAtItsPlace() throws IOException {
        List<String> sent =
                IntStream.range(0, 7)
                        .mapToObj(i -> i + "x".repeat(999_999))
                        .collect(Collectors.toList());
        assertThat(answered(sent.subList(0, 4)).path("FailedPutCount").asInt()).isZero();
        JsonNode answer = answered(sent.subList(4, 7));
        assertThat(answer.path("FailedPutCount").asInt()).isEqualTo(2);
        List<String> taken = new ArrayList<>(sent.subList(0, 4));
        for (int i = 0; i < 3; i++) {
            JsonNode entry = answer.path("RequestResponses").path(i);
            if (entry.has("RecordId")) {
                assertThat(entry.propertyNames()).containsExactly("RecordId");
                assertThat(entry.path("RecordId").asString()).isEqualTo(firehose.issued.getLast());
                taken.add(sent.get(4 + i));
            } else {
                assertThat(entry)
                        .hasToString(
                                "{\"ErrorCode\":\"ServiceUnavailableException\",\"ErrorMessage\":\"Slow down.\"}");
            }
        }
        assertThat(taken()).isEqualTo(taken);
        now = now.plusSeconds(1);
        assertThat(answered(sent.subList(4, 7)).path("FailedPutCount").asInt()).isZero();
    }

    @Test
    void whatIsBeyondIsRefusedAndNotStored() throws IOException {
        answered(Collections.nCopies(4, "x".repeat(1_024_000)));
        answered(Collections.nCopies(1, "x".repeat(1_024_000)));
        String body = "{'DeliveryStreamName':'orders','Record':{'Data':'%s'}}";
        String large = body.formatted(base64("x".repeat(1_024_000)));
        long before = firehose.stored("orders");
        assertThat(firehose.refusal("PutRecord", large))
                .isEqualTo("ServiceUnavailableException: Slow down.");
        assertThat(firehose.refusal("PutRecordBatch", batch(List.of("x".repeat(1_024_000)))))
                .isEqualTo("ServiceUnavailableException: Slow down.");
        assertThat(firehose.stored("orders")).isEqualTo(before);
        assertThat(firehose.call("PutRecord", body.formatted("YQ=="))).contains("RecordId");
    }

    @Test
    void requestsBeyondTheQuotaAreRefused() throws IOException {
        String body = "{'DeliveryStreamName':'orders','Record':{'Data':'YQ=='}}";
        for (int i = 0; i < 2_000; i++) {
            firehose.call("PutRecord", body);
        }
        assertThat(firehose.refusal("PutRecord", body))
                .isEqualTo("ServiceUnavailableException: Slow down.");
        now = now.plusMillis(1);
        firehose.call("PutRecord", body);
    }

    /// A part of it would be another request than the one that was named.
    @Test
    void aRequestThatNamesItselfIsTakenWhole() throws IOException {
        Map<String, String> token = Map.of("X-Hydrant-Client-Token", "a:1");
        answered(Collections.nCopies(4, "x".repeat(1_024_000)));
        String batch = batch(Collections.nCopies(4, "y".repeat(1_024_000)));
        String first = firehose.call("PutRecordBatch", batch, token);
        assertThat(JsonMapper.shared().readTree(first).path("FailedPutCount").asInt()).isZero();
        now = now.plusSeconds(2);
        assertThat(firehose.call("PutRecordBatch", batch, token)).isEqualTo(first);
        assertThat(firehose.stored("orders")).isEqualTo(8);
    }

    @Test
    void whatIsWrongIsSaidBeforeWhatIsTooMuch() throws IOException {
        assertThat(
                        firehose.refusal(
                                "PutRecord", "{'DeliveryStreamName':'none','Record':{'Data':''}}"))
                .startsWith("ResourceNotFoundException");
        assertThat(firehose.refusal("PutRecord", "{'DeliveryStreamName':'orders'}"))
                .startsWith("ValidationException");
    }

    @Test
    void eachOtherOperationHasFiveCallsASecond() throws IOException {
        String describe = "{'DeliveryStreamName':'orders'}";
        for (int i = 0; i < 5; i++) {
            firehose.call("DescribeDeliveryStream", describe);
        }
        assertThat(firehose.refusal("DescribeDeliveryStream", describe))
                .isEqualTo(
                        "ThrottlingException: Please slow down. Max limit of 5 RPS has breached for DescribeDeliveryStream");
        firehose.call("ListDeliveryStreams", "{}");
        now = now.plusMillis(200);
        firehose.call("DescribeDeliveryStream", describe);
        assertThat(firehose.refusal("DescribeDeliveryStream", describe)).contains("slow down");
    }

    private JsonNode answered(List<String> records) throws IOException {
        return JsonMapper.shared().readTree(firehose.call("PutRecordBatch", batch(records)));
    }

    private static String batch(List<String> records) {
        return records.stream()
                .map(record -> "{'Data':'" + base64(record) + "'}")
                .collect(
                        Collectors.joining(
                                ",", "{'DeliveryStreamName':'orders','Records':[", "]}"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> taken() {
        return firehose.taken.stream()
                .flatMap(List::stream)
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }
}
