package io.hydrant.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void theFirstThatIsEnoughIsReturned() {
        assertThat(Wait.seconds(60).until("five", looks::incrementAndGet, count -> count >= 5))
                .isEqualTo(5);
        Wait.seconds(60).until("six", () -> looks.incrementAndGet() == 6);
        assertThat(looks).hasValue(6);
    }

    @Test
    void whatDoesNotComeIsToldWithWhatWasSeenLast() {
        assertThatThrownBy(() ->
                        Wait.upTo(Duration.ZERO).until("more", looks::incrementAndGet, n -> n < 0))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("Not within PT0S: more: \\d+");
        assertThat(looks.get()).isPositive();
    }

    @Test
    void aLookThatFailsEndsTheWait() {
        assertThatThrownBy(() -> Wait.seconds(60).until("never", WaitTest::fail))
                .isInstanceOf(AssertionError.class)
                .hasMessage("While waiting: never")
                .cause()
                .hasMessage("gone");
    }

    private static boolean fail() throws IOException {
        throw new IOException("gone");
    }
}
