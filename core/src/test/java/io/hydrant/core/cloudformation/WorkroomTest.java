package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.memory.Workroom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Room in memory, and who waits for it.
class WorkroomTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void whoFindsNoRoomInTimeIsThrottled() {
        Workroom room = new Workroom(2 * MEBIBYTE, Duration.ofMillis(20));
        try (Workroom.Place first = enter(room, MEBIBYTE);
                Workroom.Place second = enter(room, MEBIBYTE)) {
            assertThat(first).isNotSameAs(second);
            assertThatThrownBy(() -> enter(room, MEBIBYTE))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refusal -> {
                                assertThat(refusal.code()).isEqualTo("Throttling");
                                assertThat(refusal.text()).isEqualTo("Rate exceeded");
                            });
        }
        enter(room, 2 * MEBIBYTE).close();
    }

    @Test
    void whatIsMoreThanThereIsHasAllOfIt() {
        Workroom room = new Workroom(2 * MEBIBYTE, Duration.ofMillis(20));
        try (Workroom.Place all = enter(room, 1_000 * MEBIBYTE)) {
            assertThat(room.tryEnter(1)).as("beside %s", all).isEmpty();
        }
        assertThat(room.tryEnter(1)).isPresent();
    }

    @Test
    void whoWaitsComesBeforeWhoComesLater() throws Exception {
        Workroom room = new Workroom(2 * MEBIBYTE, Duration.ofSeconds(30));
        Workroom.Place first = enter(room, MEBIBYTE);
        CompletableFuture<Workroom.Place> waiting =
                CompletableFuture.supplyAsync(() -> room.await(2 * MEBIBYTE));
        while (room.tryEnter(1).map(WorkroomTest::left).isPresent()) {
            Thread.onSpinWait();
        }
        first.close();
        waiting.get(30, TimeUnit.SECONDS).close();
        assertThat(room.tryEnter(1)).isPresent();
    }

    private static Workroom.Place enter(Workroom room, long bytes) {
        return CloudFormation.orThrottled(room.enter(bytes));
    }

    private static Workroom.Place left(Workroom.Place place) {
        place.close();
        return place;
    }
}
