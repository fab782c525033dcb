package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    @Test
    void takesBodiesUpToItsSizeAndOneMoreOnceThereIsRoomAgain() {
        BodyBudget budget = new BodyBudget(10 << 10, Duration.ZERO);
        assertThat(budget.enter(4 << 10)).isTrue();
        assertThat(budget.enter(6 << 10)).isTrue();
        assertThat(budget.enter(1)).isFalse();
        budget.leave(6 << 10);
        assertThat(budget.enter(6 << 10)).isTrue();
    }

    @Test
    void aBodyWaitsForRoom() throws Exception {
        BodyBudget budget = new BodyBudget(10 << 10, Duration.ofSeconds(20));
        assertThat(budget.enter(10 << 10)).isTrue();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> budget.enter(1 << 10));
        assertThat(waiting).isNotDone();
        budget.leave(10 << 10);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anEmptyBodyNeedsNoRoom() {
        BodyBudget budget = new BodyBudget(1 << 10, Duration.ZERO);
        assertThat(budget.enter(1 << 10)).isTrue();
        assertThat(budget.enter(0)).isTrue();
    }
}
