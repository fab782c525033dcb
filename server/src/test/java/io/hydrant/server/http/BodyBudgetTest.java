package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void takesBodiesUpToItsSizeAndOneMoreOnceThereIsRoomAgain() {
        BodyBudget budget = new BodyBudget(10 << 10, Duration.ZERO, LONG);
        assertThat(budget.enter(4 << 10)).isPresent();
        BodyBudget.Room room = budget.enter(6 << 10).orElseThrow();
        assertThat(budget.enter(1)).isEmpty();
        room.close();
        assertThat(budget.enter(6 << 10)).isPresent();
    }

    @Test
    void whatIsGivenBackTwiceCountsOnce() {
        BodyBudget budget = new BodyBudget(10 << 10, Duration.ZERO, LONG);
        BodyBudget.Room room = budget.enter(10 << 10).orElseThrow();
        room.close();
        room.close();
        assertThat(budget.enter(10 << 10)).isPresent();
        assertThat(budget.enter(1)).isEmpty();
    }

    @Test
    void aBodyWaitsForRoom() throws Exception {
        BodyBudget budget = new BodyBudget(10 << 10, LONG, LONG);
        BodyBudget.Room room = budget.enter(10 << 10).orElseThrow();
        CompletableFuture<Optional<BodyBudget.Room>> waiting =
                CompletableFuture.supplyAsync(() -> budget.enter(1 << 10));
        assertThat(waiting).isNotDone();
        room.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void anEmptyBodyNeedsNoRoom() {
        BodyBudget budget = new BodyBudget(1 << 10, Duration.ZERO, LONG);
        assertThat(budget.enter(1 << 10)).isPresent();
        assertThat(budget.enter(0)).isPresent();
    }

    @Test
    void aBodyThatHardlyComesMakesRoomForOneThatWaits() throws Exception {
        BodyBudget budget = new BodyBudget(10 << 10, LONG, Duration.ZERO);
        CompletableFuture<Boolean> silent = new CompletableFuture<>();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket server = listening.accept()) {
            BodyBudget.Room room = budget.enter(10 << 10).orElseThrow();
            Thread.ofVirtual().start(() -> silent.complete(readIsGivenUp(room, server)));
            assertThat(budget.enter(10 << 10)).isPresent();
            assertThat(silent.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(client.getInputStream().read()).isNegative();
        }
    }

    private static boolean readIsGivenUp(BodyBudget.Room room, Socket socket) {
        room.beginReading(() -> 0);
        try (room;
                InputStream in = socket.getInputStream()) {
            in.read();
            return false;
        } catch (IOException closed) {
            return room.endReading() && !Thread.currentThread().isInterrupted();
        }
    }

    @Test
    void aBodyThatComesOrHasComeIsNotGivenUp() throws Exception {
        BodyBudget budget = new BodyBudget(10 << 10, Duration.ofSeconds(1), Duration.ZERO);
        AtomicLong asked = new AtomicLong();
        try (BodyBudget.Room coming = budget.enter(5 << 10).orElseThrow();
                BodyBudget.Room whole = budget.enter(5 << 10).orElseThrow()) {
            whole.beginReading(() -> 0);
            assertThat(whole.endReading()).isFalse();
            coming.beginReading(() -> {
                asked.incrementAndGet();
                return Long.MAX_VALUE;
            });
            assertThat(budget.enter(1)).isEmpty();
            assertThat(asked).hasPositiveValue();
            assertThat(coming.endReading()).isFalse();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
