package io.hydrant.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.ManualClock;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.testing.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamThrottleTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

    private final ManualClock clock = new ManualClock(START);
    private final StreamThrottle virginia = new StreamThrottle("us-east-1", clock);
    private final StreamThrottle frankfurt = new StreamThrottle("eu-central-1", clock);

    @Test
    void aSecondOfTrafficPassesAndNoByteMore() {
        DeliveryStream stream = stream("s");
        assertThat(taken(virginia, stream, 5, MEBIBYTE)).isEqualTo(5);
        assertThat(taken(virginia, stream, 1, 1)).isZero();
        clock.advance(Duration.ofMillis(200));
        assertThat(taken(virginia, stream, 1, MEBIBYTE)).isEqualTo(1);
        assertThat(taken(virginia, stream, 1, 1)).isZero();
    }

    @Test
    void aRestGivesOneSecondAndNotMore() {
        DeliveryStream stream = stream("s");
        clock.advance(Duration.ofHours(1));
        assertThat(taken(virginia, stream, 5, MEBIBYTE)).isEqualTo(5);
        assertThat(taken(virginia, stream, 1, 1)).isZero();
    }

    @Test
    void requestsAreCountedWhateverTheyBring() {
        DeliveryStream stream = stream("s");
        for (int i = 0; i < 1000; i++) {
            assertThat(taken(frankfurt, stream, 1, 0)).isEqualTo(1);
        }
        assertThat(taken(frankfurt, stream, 1, 0)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(taken(frankfurt, stream, 1, 0)).isEqualTo(1);
        assertThat(taken(frankfurt, stream, 1, 0)).isZero();
    }

    @Test
    void recordsAreCountedToo() {
        DeliveryStream stream = stream("s");
        for (int i = 0; i < 200; i++) {
            assertThat(taken(frankfurt, stream, 500, 1)).isEqualTo(500);
        }
        assertThat(taken(frankfurt, stream, 500, 1)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(taken(frankfurt, stream, 500, 1)).isEqualTo(100);
    }

    @Test
    void regionsDifferAndEachStreamHasItsOwn() {
        assertThat(taken(frankfurt, stream("s"), 4, MEBIBYTE)).isEqualTo(1);
        assertThat(taken(frankfurt, stream("t"), 4, MEBIBYTE)).isEqualTo(1);
        assertThat(taken(virginia, stream("s"), 4, MEBIBYTE)).isEqualTo(4);
    }

    @Test
    void aHintRaisesAllThree() {
        DeliveryStream stream = stream("s", OptionalInt.of(10));
        assertThat(taken(frankfurt, stream, 4, MEBIBYTE)).isEqualTo(4);
        assertThat(taken(frankfurt, stream, 4, MEBIBYTE)).isEqualTo(4);
        assertThat(taken(frankfurt, stream, 4, MEBIBYTE)).isEqualTo(2);
        assertThat(taken(virginia, stream("t", OptionalInt.of(1)), 5, MEBIBYTE)).isEqualTo(5);
    }

    @Test
    void whatIsTakenLiesAmongWhatIsNot() {
        BitSet taken = frankfurt.admit(stream("s"), records(10, MEBIBYTE / 5), false);
        assertThat(taken.cardinality()).isEqualTo(5);
        assertThat(taken.get(0)).isFalse();
        assertThat(taken.get(9)).isTrue();
    }

    @Test
    void whatIsTakenWholeUsesWhatComes() {
        DeliveryStream stream = stream("s");
        assertThat(frankfurt.admit(stream, records(4, MEBIBYTE), true).cardinality()).isEqualTo(4);
        clock.advance(Duration.ofMillis(2900));
        assertThat(frankfurt.admit(stream, records(1, 1), true).isEmpty()).isTrue();
        clock.advance(Duration.ofMillis(200));
        assertThat(frankfurt.admit(stream, records(1, 1), true).isEmpty()).isFalse();
    }

    @Test
    void aClockThatIsSetBackGivesNothingAndTakesNothing() {
        DeliveryStream stream = stream("s");
        assertThat(taken(virginia, stream, 5, MEBIBYTE)).isEqualTo(5);
        clock.set(START.minusSeconds(3600));
        assertThat(taken(virginia, stream, 1, 1)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(taken(virginia, stream, 5, MEBIBYTE)).isEqualTo(5);
    }

    /// Whatever comes, no second and no stretch of seconds has more than its quota and a second's
    /// worth before.
    @Test
    void noStretchOfTimeHasMoreThanItsQuota() {
        Seed seed = Seed.of(StreamThrottleTest.class);
        Random random = seed.random();
        DeliveryStream stream = stream("s");
        long bytes = 0;
        long records = 0;
        int requests = 0;
        while (clock.instant().isBefore(START.plusSeconds(20))) {
            RecordBatch batch = records(1 + random.nextInt(500), random.nextInt(20_000));
            BitSet taken = frankfurt.admit(stream, batch, false);
            bytes += taken.stream().mapToLong(batch::length).sum();
            records += taken.cardinality();
            requests += taken.isEmpty() ? 0 : 1;
            clock.advance(Duration.ofNanos(random.nextInt(20_000_000)));
        }
        double seconds = 1 + Duration.between(START, clock.instant()).toNanos() / 1e9;
        assertThat((double) bytes).as(seed.replay()).isLessThanOrEqualTo(seconds * MEBIBYTE);
        assertThat((double) records).as(seed.replay()).isLessThanOrEqualTo(seconds * 100_000);
        assertThat((double) requests).as(seed.replay()).isLessThanOrEqualTo(seconds * 1_000);
        assertThat(bytes).as(seed.replay()).isGreaterThan(15L * MEBIBYTE);
    }

    private static int taken(
            StreamThrottle throttle, DeliveryStream stream, int records, int bytes) {
        return throttle.admit(stream, records(records, bytes), false).cardinality();
    }

    private static RecordBatch records(int count, int bytes) {
        return RecordBatch.of(Collections.nCopies(count, new byte[bytes]));
    }

    private static DeliveryStream stream(String name) {
        return stream(name, OptionalInt.empty());
    }

    private static DeliveryStream stream(String name, OptionalInt hint) {
        DeliveryStream sample = SampleStreams.stream(name, 1, Duration.ofSeconds(60));
        return new DeliveryStream(
                sample.name(),
                sample.arn(),
                sample.logId(),
                sample.status(),
                sample.version(),
                sample.created(),
                sample.lastUpdated(),
                new Source.DirectPut(hint),
                sample.destination(),
                List.of());
    }
}
