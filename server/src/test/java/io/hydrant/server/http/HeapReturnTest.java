package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process with the collector that the launcher chooses.
@Timeout(120)
class HeapReturnTest {
    private static final long SMALL_BYTES = 96L << 20;

    @Test
    void whatABurstTookIsGivenBackWhenItIsQuiet() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xms32m",
                                "-Xmx256m",
                                "-XX:-ShrinkHeapInSteps",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Burst.class.getName())
                        .inheritIO()
                        .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /// Ends with 0 when its heap has become small again.
    static final class Burst {
        private Burst() {}

        public static void main(String[] arguments) {
            try (HeapReturn heap = new HeapReturn(() -> 0, Duration.ofMillis(300))) {
                if (takeMuch() < SMALL_BYTES) {
                    System.exit(2);
                }
                Wait.seconds(60)
                        .until(
                                "the heap is small",
                                Runtime.getRuntime()::totalMemory,
                                bytes -> bytes <= SMALL_BYTES);
                assertThat(heap).isNotNull();
            }
            System.exit(0);
        }

        private static long takeMuch() {
            List<byte[]> bodies = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                bodies.add(new byte[1 << 20]);
            }
            return bodies.isEmpty() ? 0 : Runtime.getRuntime().totalMemory();
        }
    }
}
