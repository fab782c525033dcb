package io.hydrant.core.delivery;

import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Runs the whole engine with troubles of every kind. A seed that fails is in the failure's
/// message; `-Dhydrant.simulation.seed=N` runs it alone, `-Dhydrant.simulation.seeds=N` runs more.
class SimulationTest {
    private static final long FIRST = Long.getLong("hydrant.simulation.seed", 1);
    private static final long COUNT =
            System.getProperty("hydrant.simulation.seed") != null
                    ? 1
                    : Long.getLong("hydrant.simulation.seeds", 200);

    /// Troubles are the rule here.
    private static final Logger QUIET = Logger.getLogger("io.hydrant.core");

    @Test
    void acknowledgedRecordsAreDeliveredExactlyOnceAndInOrder() {
        QUIET.setLevel(Level.OFF);
        try {
            LongStream.range(FIRST, FIRST + COUNT).forEach(SimulationTest::run);
        } finally {
            QUIET.setLevel(null);
        }
    }

    private static void run(long seed) {
        try {
            new Simulation(seed).run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "Seed %d fails; replay with -Dhydrant.simulation.seed=%d: %s"
                            .formatted(seed, seed, e.getMessage()),
                    e);
        }
    }
}
