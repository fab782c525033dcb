package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs a cluster with troubles of every kind, once for each seed.
///
/// `-Dhydrant.cluster.seeds=N` runs so many, and `-Dhydrant.seed=N` one alone, with the nodes' log.
/// A failure names its seed.
@Tag("long")
class ClusterSimulationTest {
    private static final Logger LOG = Logger.getLogger("io.hydrant");
    private static final Optional<Long> ALONE = Optional.ofNullable(Long.getLong("hydrant.seed"));
    private static final long COUNT = Long.getLong("hydrant.cluster.seeds", 100);

    /// Within so many seeds each rule is missed that is taken away.
    private static final int MISSED_WITHIN = 150;

    private static final int SAME = Integer.getInteger("hydrant.cluster.same", 5);

    @BeforeAll
    static void silence() {
        LOG.setLevel(ALONE.isPresent() ? Level.INFO : Level.OFF);
    }

    @AfterAll
    static void listen() {
        LOG.setLevel(Level.INFO);
    }

    @Test
    void acknowledgedRecordsAreDeliveredExactlyOnceAndInOrder() throws Exception {
        long first = ALONE.orElse(1L);
        long count = ALONE.isPresent() ? 1 : COUNT;
        for (long seed = first; seed < first + count; seed++) {
            String replay = "Replay with -Dtest=ClusterSimulationTest -Dhydrant.seed=" + seed;
            try {
                new ClusterSimulation(seed, Flaw.NONE).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(replay + ": " + e.getMessage(), e);
            }
        }
    }

    /// Without this no seed could be replayed.
    @Test
    void aSeedAlwaysDoesTheSame() throws Exception {
        for (long seed = 1; seed <= SAME; seed++) {
            assertThat(new ClusterSimulation(seed, Flaw.NONE).run())
                    .isEqualTo(new ClusterSimulation(seed, Flaw.NONE).run());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noRuleCanBeLeftOut(Flaw flaw) {
        assertThat(LongStream.rangeClosed(1, MISSED_WITHIN).anyMatch(seed -> isMissed(seed, flaw)))
                .as("a simulation that fails")
                .isTrue();
    }

    private static boolean isMissed(long seed, Flaw flaw) {
        try {
            new ClusterSimulation(seed, flaw).run();
            return false;
        } catch (AssertionError e) {
            return true;
        } catch (Exception e) {
            throw new IllegalStateException("Seed " + seed, e);
        }
    }
}
