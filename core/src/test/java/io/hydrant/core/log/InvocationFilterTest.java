package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InvocationFilterTest {
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final InvocationFilter filter = new InvocationFilter(clock);

    @Test
    void whatWasAddedLastMayBeThereAndHardlyAnythingElse() {
        int count = 2 * InvocationFilter.GENERATION;
        SplittableRandom ids = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            filter.add(ids.nextLong(), ids.nextLong(), 5);
        }
        SplittableRandom again = new SplittableRandom(1);
        SplittableRandom others = new SplittableRandom(2);
        int wrong = 0;
        for (int i = 0; i < count; i++) {
            assertThat(filter.mayHold(again.nextLong(), again.nextLong(), 5)).isTrue();
            wrong += filter.mayHold(others.nextLong(), others.nextLong(), 5) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(count / 10_000);
    }

    @Test
    void aGenerationIsRememberedUntilTwoMoreHaveBegun() {
        assertThat(filter.mayHold(1, 2, 3)).isFalse();
        filter.add(1, 2, 3);
        fill(1, InvocationFilter.GENERATION - 1);
        long since = filter.generation();
        fill(2, InvocationFilter.GENERATION);
        assertThat(filter.mayHold(1, 2, 3)).isTrue();
        assertThat(filter.remembersSince(since)).isTrue();
        fill(3, 1);
        assertThat(filter.mayHold(1, 2, 3)).isFalse();
        assertThat(filter.remembersSince(since)).isFalse();
        clock.advance(InvocationFilter.WINDOW.minus(Duration.ofMillis(1)));
        assertThat(filter.remembersSince(since)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(filter.remembersSince(since)).isTrue();
    }

    private void fill(int log, int count) {
        for (long i = 0; i < count; i++) {
            filter.add(i, i, log);
        }
    }
}
