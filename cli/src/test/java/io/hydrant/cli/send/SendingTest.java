package io.hydrant.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.cli.CommandFailure;
import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.Target;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class SendingTest {
    private static final long SEED = System.nanoTime();

    private final List<String> recordIds = new ArrayList<>();
    private final List<BadRow> leftOut = new ArrayList<>();
    private FakeFirehose firehose = fake(0);

    @AfterEach
    void stop() {
        firehose.close();
    }

    @Test
    void rowsGoOneByOneInOrder() throws IOException {
        SendReport report = send(3, Sending.Grouping.ONE_BY_ONE, Pace.asFastAsPossible());
        assertThat(firehose.taken()).containsExactly("0\n", "1\n", "2\n");
        assertThat(recordIds).containsExactly("id-0", "id-1", "id-2");
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.requests()).isEqualTo(3);
        assertThat(report.bytes()).isEqualTo(6);
    }

    @Test
    void batchesHoldFiveHundredRowsAndTheLastOneTheRest() throws IOException {
        send(1001, Sending.Grouping.BATCHES, Pace.asFastAsPossible());
        assertThat(firehose.batchSizes()).containsExactly(500, 500, 1);
        assertThat(firehose.taken()).isEqualTo(expected(1001));
    }

    @Test
    void parallelBatchesLoseNothingAndSendNothingTwice() throws IOException {
        send(10_000, Sending.Grouping.PARALLEL_BATCHES, Pace.asFastAsPossible());
        assertThat(firehose.taken()).containsExactlyInAnyOrderElementsOf(expected(10_000));
    }

    @Test
    void onlyRefusedEntriesAreSentAgain() throws IOException {
        firehose.close();
        firehose = fake(0.3);
        SendReport report = send(600, Sending.Grouping.BATCHES, Pace.asFastAsPossible());
        assertThat(firehose.taken())
                .as("seed " + SEED)
                .containsExactlyInAnyOrderElementsOf(expected(600));
        assertThat(report.rows()).isEqualTo(600);
        assertThat(report.retried()).isPositive();
        assertThat(recordIds)
                .as("each row has its own RecordId, in order of the rows")
                .isEqualTo(IntStream.range(0, 600).mapToObj(i -> "id-" + i).toList());
    }

    @Test
    void aBadRowIsLeftOutAndTheOthersGoOn() throws IOException {
        RowSource source = withBadRowAt(1, 3);
        SendReport report = sending(Sending.Grouping.BATCHES, Pace.asFastAsPossible()).run(source);
        assertThat(firehose.taken()).containsExactly("0\n", "2\n");
        assertThat(report.leftOut()).isEqualTo(1);
        assertThat(leftOut).extracting(BadRow::line).containsExactly(2L);
    }

    @Test
    void whatWasReadBeforeAFatalRowIsSentBeforeItIsTold() {
        SendListener strict =
                new SendListener() {
                    @Override
                    public void acknowledged(Acknowledged rows) {}

                    @Override
                    public void leftOut(BadRow row) throws IOException {
                        new BadRows.Fail().handle(row);
                    }
                };
        Sending sending =
                new Sending(writer(), Sending.Grouping.BATCHES, Pace.asFastAsPossible(), strict);
        assertThatThrownBy(() -> sending.run(withBadRowAt(2, 5)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("films.csv line 3 cannot be sent: no number.");
        assertThat(firehose.taken()).containsExactly("0\n", "1\n");
        assertThat(sending.report().rows()).isEqualTo(2);
    }

    @Test
    void thePaceIsKept() throws IOException {
        SendReport report = send(5, Sending.Grouping.ONE_BY_ONE, Pace.every(Duration.ofMillis(20)));
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void aRateCountsRowsAndNotRequests() throws IOException {
        SendReport report = send(1000, Sending.Grouping.BATCHES, Pace.rowsPerSecond(5000));
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void stoppingLeavesTheRestUnsent() throws IOException {
        Sending[] sending = new Sending[1];
        SendListener stopper =
                new SendListener() {
                    @Override
                    public void acknowledged(Acknowledged rows) {
                        sending[0].stop();
                    }

                    @Override
                    public void leftOut(BadRow row) {}
                };
        sending[0] =
                new Sending(
                        writer(),
                        Sending.Grouping.ONE_BY_ONE,
                        Pace.every(Duration.ofHours(1)),
                        stopper);
        SendReport report = sending[0].run(rows(100));
        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.interrupted()).isTrue();
    }

    private SendReport send(int rows, Sending.Grouping grouping, Pace pace) throws IOException {
        return sending(grouping, pace).run(rows(rows));
    }

    private Sending sending(Sending.Grouping grouping, Pace pace) {
        SendListener listener =
                new SendListener() {
                    @Override
                    public void acknowledged(Acknowledged rows) {
                        recordIds.addAll(rows.recordIds());
                    }

                    @Override
                    public void leftOut(BadRow row) {
                        leftOut.add(row);
                    }
                };
        return new Sending(writer(), grouping, pace, listener);
    }

    private StreamWriter writer() {
        Target target =
                new Target(
                        Optional.of(firehose.endpoint()),
                        Region.US_EAST_1,
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("id", "secret")),
                        List.of());
        return new StreamWriter(new Clients(target).firehose(), "s", new Random(SEED));
    }

    private static FakeFirehose fake(double refused) {
        try {
            return new FakeFirehose(SEED, refused);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> i + "\n").toList();
    }

    private static RowSource rows(int count) {
        return withBadRowAt(-1, count);
    }

    private static RowSource withBadRowAt(int bad, int count) {
        return new RowSource() {
            private int next;

            @Override
            public Optional<Outgoing> next() throws BadRow {
                if (next == count) {
                    return Optional.empty();
                }
                Row row = new Row("films.csv", next + 1, List.of());
                byte[] data = (next + "\n").getBytes(StandardCharsets.UTF_8);
                if (next++ == bad) {
                    throw new BadRow(row, "no number", "");
                }
                return Optional.of(new Outgoing(row, data));
            }
        };
    }
}
