package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A clock that is set forward or back. What a wrong clock does to a retention is in
/// [RetentionTest].
class ClockJumpTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final DeliveryStream orders = SampleStreams.stream("orders", 1, MINUTE);
    private final Machine machine = new Machine(1);

    @BeforeEach
    void start() throws IOException {
        machine.start(List.of(orders));
        machine.run();
    }

    @Test
    void aJumpForwardDeliversEarlyUnderTheTimeOfArrival() throws IOException {
        machine.put(orders, "a");
        machine.run();
        machine.clock.advance(Duration.ofDays(400));
        machine.run();
        assertThat(keys()).singleElement().asString().startsWith("bucket/2026/11/22/10/orders-1-");
        machine.put(orders, "b");
        machine.pass(MINUTE);
        assertThat(keys()).last().asString().startsWith("bucket/2027/12/27/10/orders-1-");
        assertThat(machine.delivered(orders)).isEqualTo("ab");
    }

    @Test
    void aJumpBackDeliversWhatIsBufferedAtOnceUnderTheTimeOfArrival() throws IOException {
        machine.put(orders, "a");
        machine.run();
        machine.clock.advance(Duration.ofDays(-400));
        machine.run();
        assertThat(keys()).singleElement().asString().startsWith("bucket/2026/11/22/10/orders-1-");
        assertThat(machine.figures(orders).backlogRecords()).isZero();
    }

    @Test
    void afterAJumpBackBuffersHaveTheirIntervalAgain() throws IOException {
        machine.put(orders, "a");
        machine.run();
        machine.clock.advance(Duration.ofDays(-400));
        machine.run();
        machine.put(orders, "b");
        machine.pass(Duration.ofSeconds(59));
        assertThat(machine.delivered(orders)).isEqualTo("a");
        machine.pass(Duration.ofSeconds(1));
        assertThat(machine.delivered(orders)).isEqualTo("ab");
    }

    @Test
    void aJumpBackDoesNotLengthenTheWaitForTheNextAttempt() throws IOException {
        machine.sink.trouble(
                new MemorySink.Trouble() {
                    @Override
                    public void before(Draft draft) throws IOException {
                        throw new IOException("down");
                    }

                    @Override
                    public void after(Draft draft) {}
                });
        machine.put(orders, "a");
        machine.pass(Duration.ofMinutes(30));
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.clock.advance(Duration.ofDays(-1));
        machine.run();
        assertThat(machine.delivered(orders)).isEqualTo("a");
    }

    @Test
    void aJumpWhileTheServerIsOffChangesNothing() throws IOException {
        machine.put(orders, "a");
        machine.clock.advance(Duration.ofDays(-3));
        machine.restart(List.of(orders));
        machine.put(orders, "b");
        machine.clock.advance(Duration.ofDays(9));
        machine.restart(List.of(orders));
        machine.put(orders, "c");
        machine.pass(MINUTE);
        assertThat(machine.delivered(orders)).isEqualTo("abc");
        assertThat(machine.figures(orders).backlogRecords()).isZero();
    }

    /// Whatever the clock does, each record is delivered once and in order, and none waits longer
    /// than its interval after the last jump.
    @Test
    void aClockThatJumpsAllTheTimeLosesNothing() throws IOException {
        for (long seed = 1; seed <= 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Machine jumpy = new Machine(seed);
            jumpy.start(List.of(orders));
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                String record = "%02d;".formatted(i);
                jumpy.put(orders, record);
                expected.append(record);
                jumpy.pass(Duration.ofSeconds(random.nextInt(90)));
                jumpy.clock.advance(Duration.ofSeconds(random.nextInt(200_000) - 100_000));
                jumpy.run();
                if (random.nextInt(10) == 0) {
                    jumpy.restart(List.of(orders));
                }
            }
            jumpy.pass(MINUTE);
            assertThat(jumpy.delivered(orders)).as("seed %d", seed).isEqualTo(expected.toString());
            assertThat(jumpy.figures(orders).backlogRecords()).as("seed %d", seed).isZero();
        }
    }

    private List<String> keys() {
        return machine.sink.objectsOf(orders.logId()).stream()
                .map(object -> object.draft().bucket() + "/" + object.draft().key())
                .toList();
    }
}
