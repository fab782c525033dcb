package io.hydrant.server.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ANA = "AKIAANA";
    private static final String BOB = "AKIABOB";
    private static final long SMALL = BodyBudget.SMALL_MAX_BYTES;

    @Test
    void takesBodiesUpToItsSizeAndOneMoreOnceThereIsRoomAgain() {
        BodyLane lane = new BodyLane(10 << 10, Duration.ZERO, LONG);
        assertThat(lane.enter(ANA, 4 << 10)).isPresent();
        BodyLane.Room room = lane.enter(ANA, 6 << 10).orElseThrow();
        assertThat(lane.enter(ANA, 1)).isEmpty();
        room.close();
        assertThat(lane.enter(ANA, 6 << 10)).isPresent();
    }

    @Test
    void whatIsGivenBackTwiceCountsOnce() {
        BodyLane lane = new BodyLane(10 << 10, Duration.ZERO, LONG);
        BodyLane.Room room = lane.enter(ANA, 10 << 10).orElseThrow();
        room.close();
        room.close();
        assertThat(lane.enter(ANA, 10 << 10)).isPresent();
        assertThat(lane.enter(ANA, 1)).isEmpty();
    }

    @Test
    void aBodyWaitsForRoom() throws Exception {
        BodyLane lane = new BodyLane(10 << 10, LONG, LONG);
        BodyLane.Room room = lane.enter(ANA, 10 << 10).orElseThrow();
        CompletableFuture<Optional<BodyLane.Room>> waiting =
                CompletableFuture.supplyAsync(() -> lane.enter(ANA, 1 << 10));
        assertThat(waiting).isNotDone();
        room.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void anEmptyBodyNeedsNoRoom() {
        BodyLane lane = new BodyLane(1 << 10, Duration.ZERO, LONG);
        assertThat(lane.enter(ANA, 1 << 10)).isPresent();
        assertThat(lane.enter(ANA, 0)).isPresent();
    }

    @Test
    void whileOneWaitsTheSlowestIsGivenUpAndTheOthersAreNot() {
        BodyLane lane = new BodyLane(10 << 10, LONG, Duration.ZERO);
        CompletableFuture<String> slowest = new CompletableFuture<>();
        comes(
                lane.enter(ANA, 5 << 10).orElseThrow(),
                () -> 2,
                () -> slowest.complete("the slow one"));
        comes(lane.enter(ANA, 5 << 10).orElseThrow(), () -> 9, () -> slowest.complete("another"));
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> lane.enter(ANA, 1).isPresent());
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
        try (BodyLane.Room coming = lane.enter(ANA, 5 << 10).orElseThrow();
                BodyLane.Room whole = lane.enter(ANA, 5 << 10).orElseThrow()) {
            comes(whole, () -> 0, () -> givenUp.complete(null));
            whole.endReading();
            comes(
                    coming,
                    () -> {
                        asked.incrementAndGet();
                        return (5 << 10) - 1;
                    },
                    () -> givenUp.complete(null));
            assertThat(lane.enter(ANA, 1)).isEmpty();
            assertThat(asked).hasPositiveValue();
            assertThat(givenUp).isNotDone();
        }
    }

    @Test
    void aSmallBodyDoesNotWaitBehindLargeOnes() {
        BodyBudget budget = new BodyBudget(8 << 20, Duration.ZERO, LONG);
        assertThat(budget.enter(ANA, 7 << 20)).isPresent();
        assertThat(budget.enter(ANA, SMALL + 1)).isEmpty();
        for (int i = 0; i < 16; i++) {
            assertThat(budget.enter(ANA, SMALL)).isPresent();
        }
        assertThat(budget.enter(ANA, SMALL)).isEmpty();
    }

    @Test
    void smallBodiesTakeTheRoomThatLargeOnesLeave() {
        BodyBudget budget = new BodyBudget(8 << 20, Duration.ZERO, LONG);
        for (int i = 0; i < 8 * 16; i++) {
            assertThat(budget.enter(ANA, SMALL)).isPresent();
        }
        assertThat(budget.enter(ANA, 1)).isEmpty();
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
        assertThat(budget.enter(ANA, 7 << 20)).isPresent();
        assertThat(budget.enter(ANA, SMALL)).isPresent();
    }

    @Test
    void roomThatBecomesFreeGoesToWhoeverHasTheLeast() throws Exception {
        BodyLane lane = new BodyLane(10 << 10, LONG, LONG);
        List<BodyLane.Room> hers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            hers.add(lane.enter(ANA, 1 << 10).orElseThrow());
        }
        List<CompletableFuture<Optional<BodyLane.Room>>> more = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            more.add(waits(lane, ANA, 1 << 10));
        }
        CompletableFuture<Optional<BodyLane.Room>> his = waits(lane, BOB, 4 << 10);

        for (int i = 0; i < 4; i++) {
            assertThat(his).isNotDone();
            hers.removeFirst().close();
        }
        assertThat(his.get(10, TimeUnit.SECONDS)).isPresent();
        assertThat(more).noneMatch(CompletableFuture::isDone);
        hers.removeFirst().close();
        CompletableFuture.anyOf(more.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        his.join().orElseThrow().close();
        hers.forEach(BodyLane.Room::close);
        await(() -> more.stream().filter(CompletableFuture::isDone).count() == 10);
        more.stream()
                .filter(CompletableFuture::isDone)
                .forEach(done -> done.join().orElseThrow().close());
        await(() -> more.stream().allMatch(CompletableFuture::isDone));
    }

    /// Returns once it is waited.
    private static CompletableFuture<Optional<BodyLane.Room>> waits(
            BodyLane lane, String owner, long bytes) throws InterruptedException {
        int before = lane.waiting();
        CompletableFuture<Optional<BodyLane.Room>> room = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> room.complete(lane.enter(owner, bytes)));
        await(() -> lane.waiting() > before);
        return room;
    }

    private static void await(Wait.Look<Boolean> condition) {
        Wait.seconds(20).until("so many wait", condition);
    }

    /// Hers is the faster, but she has all the room and he has none.
    @Test
    void whoHasMoreThanHisShareIsGivenUpFirst() {
        BodyLane lane = new BodyLane(12 << 10, LONG, Duration.ZERO);
        CompletableFuture<String> first = new CompletableFuture<>();
        comes(lane.enter(ANA, 5 << 10).orElseThrow(), () -> 9, () -> first.complete(ANA));
        comes(lane.enter(ANA, 5 << 10).orElseThrow(), () -> 10, () -> first.complete(ANA));
        comes(lane.enter(BOB, 2 << 10).orElseThrow(), () -> 0, () -> first.complete(BOB));
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> lane.enter("AKIACAT", 1 << 10).isPresent());
        assertThat(first.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(ANA);
        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    }

    @Test
    void whoeverGivesUpWaitingLeavesTheOthersTheirTurn() throws Exception {
        BodyLane lane = new BodyLane(10 << 10, Duration.ofMillis(300), LONG);
        BodyLane.Room room = lane.enter(ANA, 8 << 10).orElseThrow();
        CompletableFuture<Optional<BodyLane.Room>> tooLarge = waits(lane, BOB, 9 << 10);
        assertThat(lane.tryEnter(ANA, 1 << 10)).isEmpty();
        assertThat(tooLarge.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(lane.waiting()).isZero();
        assertThat(lane.tryEnter(ANA, 1 << 10)).isPresent();
        room.close();
    }

    /// Nothing is lost and nobody waits for ever, however many come and go at once.
    @Test
    void manyComeAndGoAndAllRoomIsFreeInTheEnd() throws Exception {
        BodyLane lane = new BodyLane(64 << 10, LONG, LONG);
        List<Thread> threads = new ArrayList<>();
        AtomicLong refused = new AtomicLong();
        for (int i = 0; i < 200; i++) {
            String owner = "AKIA" + i % 7;
            int size = 1 + i % 40 << 10;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int turn = 0; turn < 50; turn++) {
                                    Optional<BodyLane.Room> room = lane.enter(owner, size);
                                    room.ifPresentOrElse(
                                            BodyLane.Room::close, refused::incrementAndGet);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(refused).hasValue(0);
        assertThat(lane.waiting()).isZero();
        assertThat(lane.tryEnter(ANA, 64 << 10)).isPresent();
    }
}
