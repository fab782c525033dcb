package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs the whole engine with troubles of every kind, once for each seed.
///
/// `-Dhydrant.simulation.seeds=N` runs so many, `-Dhydrant.simulation.first=N` begins with another
/// than 1, and `-Dhydrant.seed=N` runs one alone, with the server's log. A failure names its seed
/// and the command that replays it.
@Tag("long")
class SimulationTest {
    private static final String SEED = "hydrant.seed";
    private static final long FIRST =
            Long.getLong(SEED, Long.getLong("hydrant.simulation.first", 1));
    private static final long COUNT =
            System.getProperty(SEED) != null ? 1 : Long.getLong("hydrant.simulation.seeds", 2_000);
    private static final String REPLAY =
            "./mvnw -pl core -am test -Dtest=SimulationTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -D"
                    + SEED
                    + "=";
    private static final long PROGRESS_NANOS = Duration.ofSeconds(20).toNanos();

    private static QuietLog quiet;

    private final long began = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextProgress = new AtomicLong(began + PROGRESS_NANOS);
    private final ConcurrentSkipListMap<Long, Throwable> failures = new ConcurrentSkipListMap<>();

    @BeforeAll
    static void silence() {
        quiet = new QuietLog(COUNT > 1);
    }

    @AfterAll
    static void listen() {
        quiet.close();
    }

    @Test
    void acknowledgedRecordsAreDeliveredExactlyOnceAndInOrder() {
        LongStream.range(FIRST, FIRST + COUNT).parallel().forEach(this::run);
        failures.forEach((seed, failure) -> {
            throw new AssertionError(
                    "%d of %d seeds failed. Seed %d: %s%nReplay it with: %s%d"
                            .formatted(
                                    failures.size(),
                                    done.get(),
                                    seed,
                                    failure.getMessage(),
                                    REPLAY,
                                    seed),
                    failure);
        });
        assertThat(done.get()).isEqualTo(COUNT);
    }

    /// Without this no seed could be replayed.
    @Test
    void aSeedAlwaysDoesTheSame() throws Exception {
        for (long seed = FIRST; seed < FIRST + Math.min(COUNT, 20); seed++) {
            assertThat(new Simulation(seed).run()).isEqualTo(new Simulation(seed).run());
        }
    }

    /// After a failure nothing more is begun.
    private void run(long seed) {
        if (!failures.isEmpty()) {
            return;
        }
        try {
            new Simulation(seed).run();
        } catch (Exception | Error e) {
            failures.put(seed, e);
        }
        tellProgress(done.incrementAndGet());
    }

    private void tellProgress(long count) {
        long now = System.nanoTime();
        long due = nextProgress.get();
        if (now >= due && nextProgress.compareAndSet(due, now + PROGRESS_NANOS)) {
            System.out.printf(
                    "Simulated %d of %d seeds in %d s%n",
                    count, COUNT, Duration.ofNanos(now - began).toSeconds());
        }
    }
}
