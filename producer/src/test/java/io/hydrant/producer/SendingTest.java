package io.hydrant.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class SendingTest {
    private static final long SEED = Seed.of(SendingTest.class).value();

    /// Quick to try again, and patient enough for the worst luck.
    private static final Patience HASTY =
            new Patience(Duration.ofMillis(1), Duration.ofMillis(8), Duration.ofMinutes(1));

    private static final FlakyFirehose.Mood BAD_DAY =
            new FlakyFirehose.Mood(0, 0.2, 0.1, 0.1, true);

    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final List<String> recordIds = new ArrayList<>();
    private final List<Setback> setbacks = new ArrayList<>();
    private FlakyFirehose firehose = flaky(FlakyFirehose.Mood.FINE);

    @AfterEach
    void stop() {
        firehose.close();
        http.close();
    }

    @Test
    void recordsGoOneByOneInOrder() throws IOException {
        SendReport report = send(3, Sending.Grouping.ONE_BY_ONE, Pace.asFastAsPossible());
        assertThat(firehose.taken()).containsExactly("0\n", "1\n", "2\n");
        assertThat(recordIds).containsExactly("id-0", "id-1", "id-2");
        assertThat(report.records()).isEqualTo(3);
        assertThat(report.requests()).isEqualTo(3);
        assertThat(report.bytes()).isEqualTo(6);
    }

    @Test
    void batchesHoldFiveHundredRecordsAndTheLastOneTheRest() throws IOException {
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
        become(new FlakyFirehose.Mood(0.3, 0, 0, 0, false));
        SendReport report = send(600, Sending.Grouping.BATCHES, Pace.asFastAsPossible());
        assertThat(firehose.taken())
                .as("seed " + SEED)
                .containsExactlyInAnyOrderElementsOf(expected(600));
        assertThat(report.records()).isEqualTo(600);
        assertThat(report.retried()).isPositive();
        assertThat(report.possiblyTwice()).isZero();
        assertThat(recordIds)
                .as("each record has its own RecordId, in order of the records")
                .isEqualTo(IntStream.range(0, 600).mapToObj(i -> "id-" + i).toList());
    }

    @Test
    void inOneLaneNoLaterBatchOvertakesARefusedEntry() throws IOException {
        become(new FlakyFirehose.Mood(0.3, 0.2, 0.1, 0, false));
        send(2000, Sending.Grouping.BATCHES, Pace.asFastAsPossible());
        List<Integer> batches =
                firehose.taken().stream()
                        .map(text -> Integer.parseInt(text.strip()) / 500)
                        .toList();
        assertThat(batches).as("seed " + SEED).isSorted().hasSize(2000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void againstHydrantEveryRecordArrivesOnceWhateverIsLost(int mostRecords) throws IOException {
        become(BAD_DAY);
        int count = mostRecords == 1 ? 300 : 20_000;
        SendReport report =
                send(count, new Sending.Grouping(mostRecords, 4), Pace.asFastAsPossible());
        assertThat(firehose.taken())
                .as("seed " + SEED)
                .containsExactlyInAnyOrderElementsOf(expected(count));
        assertThat(recordIds).as("seed " + SEED).hasSize(count);
        assertThat(report.setbacks()).isPositive();
        assertThat(report.possiblyTwice()).isZero();
    }

    @Test
    void againstAwsARepeatAfterALostAnswerIsToldAsPossiblyTwice() throws IOException {
        become(new FlakyFirehose.Mood(0, 0, 0, 0.3, false));
        SendReport report = send(10_000, Sending.Grouping.BATCHES, Pace.asFastAsPossible());
        Set<String> different = new HashSet<>(firehose.taken());
        assertThat(different)
                .as("seed " + SEED)
                .containsExactlyInAnyOrderElementsOf(expected(10_000));
        assertThat(firehose.taken().size() - 10_000L)
                .as("what is there twice was told, seed " + SEED)
                .isPositive()
                .isGreaterThanOrEqualTo(report.possiblyTwice());
        assertThat(report.possiblyTwice()).isPositive();
    }

    @Test
    void aRequestKeepsItsTokenAndEveryRequestHasAnother() throws IOException {
        become(new FlakyFirehose.Mood(0, 0.5, 0, 0, true));
        send(20, Sending.Grouping.ONE_BY_ONE, Pace.asFastAsPossible());
        List<Long> sequences =
                firehose.tokens().stream()
                        .map(token -> Long.parseLong(token.substring(token.indexOf(':') + 1)))
                        .toList();
        assertThat(sequences).as("seed " + SEED).isSorted();
        assertThat(new HashSet<>(sequences)).hasSize(20);
        assertThat(sequences.size()).isGreaterThan(20);
    }

    @Test
    void aRefusalForGoodStopsAndNamesThePlace() throws IOException {
        Outgoing one =
                new Outgoing() {
                    @Override
                    public byte[] data() {
                        return new byte[] {1};
                    }

                    @Override
                    public String place() {
                        return "films.csv line 12";
                    }
                };
        try (RefusingFirehose refusing =
                new RefusingFirehose(400, "ResourceNotFoundException", "No such stream.")) {
            Sending sending =
                    sending(refusing.stream(), Sending.Grouping.BATCHES, Pace.asFastAsPossible());
            assertThatThrownBy(() -> sending.run(source(List.of(one, one))))
                    .isInstanceOfSatisfying(
                            SendingException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo("ResourceNotFoundException");
                                assertThat(e.place()).isEqualTo("films.csv line 12");
                                assertThat(e.records()).isEqualTo(2);
                                assertThat(e).hasMessageContaining("No such stream.");
                            });
            assertThat(refusing.requests()).isEqualTo(1);
        }
    }

    @Test
    void aStreamThatIsAwayForTooLongStopsIt() {
        Patience impatient =
                new Patience(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(30));
        StreamAddress nowhere = firehose.stream();
        firehose.close();
        Sending sending =
                new Sending(
                        new Sending.Plan(
                                nowhere,
                                Sending.Grouping.BATCHES,
                                Pace.asFastAsPossible(),
                                impatient),
                        http,
                        Sending.Start.anew(),
                        Journal.NONE,
                        listener());
        assertThatThrownBy(() -> sending.run(records(3)))
                .isInstanceOfSatisfying(
                        SendingException.class, e -> assertThat(e.code()).isEqualTo("Unreachable"));
        assertThat(setbacks).isNotEmpty();
    }

    @Test
    void whatWasReadBeforeTheSourceFailedIsSent() {
        RecordSource failing =
                new RecordSource() {
                    private int next;

                    @Override
                    public Optional<Outgoing> next() throws IOException {
                        if (next == 2) {
                            throw new IOException("the disk is gone");
                        }
                        return Optional.of(record(next++));
                    }
                };
        Sending sending =
                sending(firehose.stream(), Sending.Grouping.BATCHES, Pace.asFastAsPossible());
        assertThatThrownBy(() -> sending.run(failing)).hasMessage("the disk is gone");
        assertThat(firehose.taken()).containsExactly("0\n", "1\n");
        assertThat(sending.report().records()).isEqualTo(2);
    }

    @Test
    void thePaceIsKept() throws IOException {
        SendReport report = send(5, Sending.Grouping.ONE_BY_ONE, Pace.every(Duration.ofMillis(20)));
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void aRateCountsRecordsAndNotRequests() throws IOException {
        SendReport report = send(1500, Sending.Grouping.BATCHES, Pace.recordsPerSecond(5000));
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void stoppingLeavesTheRestUnsentAndNothingInDoubt() throws IOException {
        Sending[] sending = new Sending[1];
        SendListener stopper = acknowledged -> sending[0].stop();
        Sending.Plan plan =
                new Sending.Plan(
                        firehose.stream(),
                        Sending.Grouping.ONE_BY_ONE,
                        Pace.every(Duration.ofHours(1)),
                        HASTY);
        sending[0] = new Sending(plan, http, Sending.Start.anew(), Journal.NONE, stopper);
        SendReport report = sending[0].run(records(100));
        assertThat(report.records()).isEqualTo(1);
        assertThat(report.interrupted()).isTrue();
        assertThat(sending[0].isCertain()).isTrue();
    }

    @Test
    void aRunThatWasKilledGoesOnWithoutADuplicate() throws IOException {
        become(BAD_DAY);
        // The first run is cut off: its journal keeps the mark of long ago, its requests were
        // taken.
        List<Mark> marks = new ArrayList<>();
        Journal journal =
                new Journal() {
                    @Override
                    public void advanced(Mark mark, long requests) {
                        marks.add(mark);
                    }

                    @Override
                    public void awaitKept(long requests) {}
                };
        Sending.Start start = Sending.Start.anew();
        Sending.Plan plan =
                new Sending.Plan(
                        firehose.stream(),
                        Sending.Grouping.PARALLEL_BATCHES,
                        Pace.asFastAsPossible(),
                        HASTY);
        new Sending(plan, http, start, journal, listener()).run(records(5_000));
        Mark kept = marks.get(marks.size() / 2);

        MarkBuilder passed = new MarkBuilder();
        RecordSource again = records(8_000);
        while (passed.records() < kept.records()) {
            passed.add(again.next().orElseThrow().data());
        }
        assertThat(passed.mark()).isEqualTo(kept);
        new Sending(
                        plan,
                        http,
                        new Sending.Start(start.producer(), passed),
                        Journal.NONE,
                        listener())
                .run(again);
        assertThat(firehose.taken())
                .as("seed " + SEED)
                .containsExactlyInAnyOrderElementsOf(expected(8_000));
    }

    private SendReport send(int count, Sending.Grouping grouping, Pace pace) throws IOException {
        return sending(firehose.stream(), grouping, pace).run(records(count));
    }

    private Sending sending(StreamAddress stream, Sending.Grouping grouping, Pace pace) {
        return new Sending(
                new Sending.Plan(stream, grouping, pace, HASTY),
                http,
                Sending.Start.anew(),
                Journal.NONE,
                listener());
    }

    private SendListener listener() {
        return new SendListener() {
            @Override
            public void acknowledged(Acknowledged acknowledged) {
                recordIds.addAll(acknowledged.recordIds());
            }

            @Override
            public void setback(Setback setback) {
                setbacks.add(setback);
            }
        };
    }

    private void become(FlakyFirehose.Mood mood) {
        firehose.close();
        firehose = flaky(mood);
    }

    private static FlakyFirehose flaky(FlakyFirehose.Mood mood) {
        try {
            return new FlakyFirehose(SEED, mood);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> i + "\n").toList();
    }

    private static Outgoing record(int index) {
        return Outgoing.of((index + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static RecordSource records(int count) {
        return source(IntStream.range(0, count).mapToObj(SendingTest::record).toList());
    }

    private static RecordSource source(List<Outgoing> records) {
        return new RecordSource() {
            private int next;

            @Override
            public Optional<Outgoing> next() {
                return next == records.size() ? Optional.empty() : Optional.of(records.get(next++));
            }
        };
    }
}
