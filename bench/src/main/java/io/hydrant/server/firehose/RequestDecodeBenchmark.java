package io.hydrant.server.firehose;

import io.hydrant.core.stream.IssuedIds;
import io.hydrant.core.stream.SampleIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// From the body of a put to packed records, and from their ids to the answer: the cost of one
/// record of 100 bytes, in a batch of 500 or alone.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestDecodeBenchmark {
    private static final int RECORDS = 500;
    private static final int RECORD_BYTES = 100;

    private final byte[] usual = batch(false);
    private final byte[] escaped = batch(true);
    private final byte[] single =
            "{\"DeliveryStreamName\":\"films\",\"Record\":%s}"
                    .formatted(entries().getFirst())
                    .getBytes(StandardCharsets.UTF_8);
    private final BatchAnswers answers = new BatchAnswers();
    private final IssuedIds ids = SampleIds.of(RECORDS);

    public RequestDecodeBenchmark() {
        boolean scanned = PutScanner.scan(usual, "Records", true).isPresent();
        boolean parsed = PutScanner.scan(escaped, "Records", true).isEmpty();
        if (!scanned || !parsed) {
            throw new IllegalStateException("The bodies do not go the ways that are measured");
        }
    }

    /// As clients write it.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Object batchAsClientsWriteIt() {
        return PutRequestReader.readBatch(usual);
    }

    /// Its last record is escaped, so that all of it is scanned in vain and then parsed as JSON.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Object batchWithAnEscape() {
        return PutRequestReader.readBatch(escaped);
    }

    @Benchmark
    public Object oneRecord() {
        return PutRequestReader.readOne(single);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public byte[] batchAnswer() {
        byte[] answer = answers.to(ids);
        answers.giveBack(answer);
        return answer;
    }

    private static byte[] batch(boolean escape) {
        List<String> entries = entries();
        if (escape) {
            entries.set(RECORDS - 1, "{\"Data\":\"\\/" + "A".repeat(135) + "\"}");
        }
        return "{\"DeliveryStreamName\":\"films\",\"Records\":[%s]}"
                .formatted(String.join(",", entries))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> entries() {
        Random random = new Random(7);
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            byte[] record = new byte[RECORD_BYTES];
            random.nextBytes(record);
            entries.add("{\"Data\":\"" + Base64.getEncoder().encodeToString(record) + "\"}");
        }
        return entries;
    }
}
