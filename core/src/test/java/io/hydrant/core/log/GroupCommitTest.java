package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class GroupCommitTest {
    private static final int WAITING = 50;

    @TempDir Path folder;

    @Test
    void aRequestAloneCostsOneForce() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        ManualClock clock = new ManualClock(Instant.EPOCH);
        DurableLog log =
                LogRecords.logs(disk, clock, new SplittableRandom(1), LogRecords.SMALL).log("a");
        LogRecords.append(log, "the first creates the segment");
        long before = disk.forces();
        LogRecords.append(log, "x", "y");
        assertThat(disk.forces()).isEqualTo(before + 1);
    }

    @Test
    void whatArrivesDuringAForceSharesTheNext() throws Exception {
        CountDownLatch isWriting = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        List<Integer> rounds = new ArrayList<>();
        GroupCommit commits =
                new GroupCommit(frames -> {
                    rounds.add(frames.size());
                    isWriting.countDown();
                    await(mayGoOn);
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> appends = new ArrayList<>();
            appends.add(threads.submit(() -> commit(commits)));
            isWriting.await();
            for (int i = 0; i < WAITING; i++) {
                appends.add(threads.submit(() -> commit(commits)));
            }
            Wait.seconds(30).until("all wait", () -> commits.waiting() >= WAITING);
            assertThat(appends).noneMatch(Future::isDone);
            mayGoOn.countDown();
            for (Future<?> append : appends) {
                append.get();
            }
        }
        assertThat(rounds).containsExactly(1, WAITING);
    }

    @Test
    void aRoundThatFailsFailsAllOfItAndTheNextGoesOn() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        GroupCommit commits =
                new GroupCommit(frames -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new IOException("disk on fire");
                    }
                });
        assertThatThrownBy(() -> commit(commits)).hasMessage("disk on fire");
        commits.commit(frame());
    }

    @ParameterizedTest
    @EnumSource
    void aRoundThatMeetsABugIsRefusedAsAWholeAndTheNextGoesOn(Bug bug) throws Exception {
        CountDownLatch isWriting = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicInteger rounds = new AtomicInteger();
        GroupCommit commits =
                new GroupCommit(frames -> {
                    isWriting.countDown();
                    await(mayGoOn);
                    if (rounds.incrementAndGet() == 2) {
                        throw bug.at("write");
                    }
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = threads.submit(() -> commit(commits));
            isWriting.await();
            List<Future<?>> second = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                second.add(threads.submit(() -> commit(commits)));
            }
            Wait.seconds(30).until("all wait", () -> commits.waiting() >= WAITING);
            Future<?> alone =
                    threads.submit(() -> {
                        commits.alone(() -> {});
                        return commits;
                    });
            mayGoOn.countDown();
            first.get();
            for (Future<?> refused : second) {
                assertThatThrownBy(refused::get)
                        .hasCauseInstanceOf(IOException.class)
                        .hasMessageContaining("write");
            }
            alone.get();
        }
        commits.commit(frame());
        assertThat(commits.waiting()).isZero();
        assertThat(rounds).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource
    void anActionThatMeetsABugLetsTheNextHaveItsTurn(Bug bug) throws Exception {
        GroupCommit commits = new GroupCommit(frames -> {});
        CountDownLatch mayFail = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch isRunning = new CountDownLatch(1);
            Future<?> failing =
                    threads.submit(() -> {
                        commits.alone(() -> {
                            isRunning.countDown();
                            await(mayFail);
                            throw bug.at("action");
                        });
                        return commits;
                    });
            isRunning.await();
            Future<?> waiting = threads.submit(() -> commit(commits));
            while (commits.waiting() < 1) {
                Thread.onSpinWait();
            }
            mayFail.countDown();
            assertThatThrownBy(failing::get).hasMessageContaining("action");
            waiting.get();
        }
    }

    @Test
    void manyThreadsOnARealDiskLoseNothing() throws Exception {
        int writers = 32;
        int batches = 20;
        Logs logs =
                new Logs(
                        folder,
                        new RealDisk(),
                        new ManualClock(Instant.EPOCH),
                        new SplittableRandom(1),
                        LogRecords.SMALL);
        DurableLog log = logs.log("a");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                int writer = i;
                var _ =
                        threads.submit(() -> {
                            for (int j = 0; j < batches; j++) {
                                LogRecords.append(
                                        log, writer + "." + j + "a", writer + "." + j + "b");
                            }
                            return null;
                        });
            }
        }
        logs.close();
        List<String> records = LogRecords.from(log, 0);
        assertThat(records).hasSize(writers * batches * 2).doesNotHaveDuplicates();
        for (int i = 0; i < records.size(); i += 2) {
            assertThat(records.get(i + 1)).isEqualTo(records.get(i).replace('a', 'b'));
        }
    }

    private static Object commit(GroupCommit commits) throws IOException {
        commits.commit(frame());
        return commits;
    }

    private static Frame frame() {
        return new Frame(RecordBatch.of(List.of(new byte[1])));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
