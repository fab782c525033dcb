package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long SMALL = BodyBudget.SMALL_MAX_BYTES;

    @Test
    void takesBodiesUpToItsSizeAndOneMoreOnceThereIsRoomAgain() {
        BodyLane lane = new BodyLane(10 << 10, Duration.ZERO, LONG);
        assertThat(lane.enter(4 << 10)).isPresent();
        BodyLane.Room room = lane.enter(6 << 10).orElseThrow();
        assertThat(lane.enter(1)).isEmpty();
        room.close();
        assertThat(lane.enter(6 << 10)).isPresent();
    }

    @Test
    void whatIsGivenBackTwiceCountsOnce() {
        BodyLane lane = new BodyLane(10 << 10, Duration.ZERO, LONG);
        BodyLane.Room room = lane.enter(10 << 10).orElseThrow();
        room.close();
        room.close();
        assertThat(lane.enter(10 << 10)).isPresent();
        assertThat(lane.enter(1)).isEmpty();
    }

    @Test
    void aBodyWaitsForRoom() throws Exception {
        BodyLane lane = new BodyLane(10 << 10, LONG, LONG);
        BodyLane.Room room = lane.enter(10 << 10).orElseThrow();
        CompletableFuture<Optional<BodyLane.Room>> waiting =
                CompletableFuture.supplyAsync(() -> lane.enter(1 << 10));
        assertThat(waiting).isNotDone();
        room.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void anEmptyBodyNeedsNoRoom() {
        BodyLane lane = new BodyLane(1 << 10, Duration.ZERO, LONG);
        assertThat(lane.enter(1 << 10)).isPresent();
        assertThat(lane.enter(0)).isPresent();
    }

    @Test
    void whileOneWaitsTheSlowestIsGivenUpAndTheOthersAreNot() {
        BodyLane lane = new BodyLane(10 << 10, LONG, Duration.ZERO);
        CompletableFuture<String> slowest = new CompletableFuture<>();
        comes(lane.enter(5 << 10).orElseThrow(), () -> 2, () -> slowest.complete("the slow one"));
        comes(lane.enter(5 << 10).orElseThrow(), () -> 9, () -> slowest.complete("another"));
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> lane.enter(1).isPresent());
        assertThat(slowest.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("the slow one");
        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    }

    /// A body of which `arrived` bytes have come; its room is given back when it is given up.
    private static void comes(BodyLane.Room room, LongSupplier arrived, Runnable givenUp) {
        room.beginReading(
                new BodyLane.Arrival(
                        arrived,
                        () -> {
                            givenUp.run();
                            room.close();
                        }));
    }

    @Test
    void aBodyThatIsNearlyThereOrWholeIsNotGivenUp() {
        BodyLane lane = new BodyLane(10 << 10, Duration.ofSeconds(1), Duration.ZERO);
        AtomicLong asked = new AtomicLong();
        CompletableFuture<Void> givenUp = new CompletableFuture<>();
        try (BodyLane.Room coming = lane.enter(5 << 10).orElseThrow();
                BodyLane.Room whole = lane.enter(5 << 10).orElseThrow()) {
            comes(whole, () -> 0, () -> givenUp.complete(null));
            whole.endReading();
            comes(
                    coming,
                    () -> {
                        asked.incrementAndGet();
                        return (5 << 10) - 1;
                    },
                    () -> givenUp.complete(null));
            assertThat(lane.enter(1)).isEmpty();
            assertThat(asked).hasPositiveValue();
            assertThat(givenUp).isNotDone();
        }
    }

    @Test
    void aSmallBodyDoesNotWaitBehindLargeOnes() {
        BodyBudget budget = new BodyBudget(8 << 20, Duration.ZERO, LONG);
        assertThat(budget.enter(7 << 20)).isPresent();
        assertThat(budget.enter(SMALL + 1)).isEmpty();
        for (int i = 0; i < 16; i++) {
            assertThat(budget.enter(SMALL)).isPresent();
        }
        assertThat(budget.enter(SMALL)).isEmpty();
    }

    @Test
    void smallBodiesTakeTheRoomThatLargeOnesLeave() {
        BodyBudget budget = new BodyBudget(8 << 20, Duration.ZERO, LONG);
        for (int i = 0; i < 8 * 16; i++) {
            assertThat(budget.enter(SMALL)).isPresent();
        }
        assertThat(budget.enter(1)).isEmpty();
    }

    @Test
    void aStrangerHasRoomForASmallBodyAndTakesNobodyElses() {
        BodyBudget budget = new BodyBudget(8 << 20, Duration.ZERO, LONG);
        assertThat(budget.enterAsStranger(SMALL + 1)).isEmpty();
        int strangers = 0;
        while (budget.enterAsStranger(SMALL).isPresent()) {
            strangers++;
        }
        assertThat(strangers).isEqualTo(16);
        assertThat(budget.enter(7 << 20)).isPresent();
        assertThat(budget.enter(SMALL)).isPresent();
    }
}
