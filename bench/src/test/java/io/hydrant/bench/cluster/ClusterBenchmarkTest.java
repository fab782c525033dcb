package io.hydrant.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What a measurement of a cluster rests on. That it measures one is seen by running it.
class ClusterBenchmarkTest {
    private static final ProcessHandle SELF = ProcessHandle.current();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nodes 3,1",
                "--nodes 0,1",
                "--nodes 1",
                "--cores 0",
                "--seconds 241",
                "--batch 501",
                "--streams 2"
            })
    void whatCannotBeMeasuredIsRefusedBeforeAnythingStarts(String arguments) {
        StringWriter said = new StringWriter();
        int status =
                new CommandLine(new ClusterBenchmark())
                        .setErr(new PrintWriter(said))
                        .execute(arguments.split(" ", -1));
        assertThat(status).as(said.toString()).isEqualTo(2);
    }

    @Test
    void cpuOfAProcessThatHasEndedIsItsParents() throws Exception {
        double before = UsedCpu.secondsOf(List.of(SELF));
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
                .start()
                .waitFor();
        double own = UsedCpu.secondsOf(List.of(SELF)) - before;
        assertThat(own).isGreaterThan(0.05);
    }

    @Test
    void aBoundedProcessGetsItsShareAndNoMore() throws Exception {
        Optional<CpuShare> made = CpuShare.of("hydrant-bench-test-" + SELF.pid());
        if (made.isEmpty()) {
            System.out.println("SKIPPED: control groups cannot be had here");
            return;
        }
        Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try (CpuShare share = made.get()) {
            share.take(busy.pid());
            share.bound(0.1);
            long begun = System.nanoTime();
            double before = UsedCpu.secondsOf(List.of(busy.toHandle()));
            busy.waitFor(1500, TimeUnit.MILLISECONDS);
            double used = UsedCpu.secondsOf(List.of(busy.toHandle())) - before;
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(used / seconds).isBetween(0.0, 0.15);
            busy.destroyForcibly().waitFor();
        } finally {
            busy.destroyForcibly();
        }
    }

    @Test
    void whatIsStillWrittenIsNoObject(@TempDir Path bucket) throws Exception {
        Path folder = Files.createDirectories(bucket.resolve("films/2026/11"));
        String name = "films-1-2026-11-27-12-00-00-f6dc9473-a5bd-41b3-9cc2-7d963c623aa0";
        Files.writeString(folder.resolve(name), "12345");
        Files.writeString(folder.resolve(name + "-c7893f28-fa4e-4584-b57c-00aeb3379d9b"), "123");
        Files.writeString(bucket.resolve("hydrant-probe-1"), "1");
        StoredObjects stored = StoredObjects.in(bucket);
        assertThat(stored.all()).isEqualTo(new StoredObjects.Tally(1, 5));
        assertThat(stored.of("films").objects()).isEqualTo(1);
        assertThat(stored.of("others")).isEqualTo(StoredObjects.Tally.NONE);
    }

    @Test
    void aQuantileIsOneOfWhatWasMeasured() {
        Deaths deaths = new Deaths(List.of(3000L, 1000L, 2000L, 9000L));
        assertThat(deaths.seconds(0.5)).isEqualTo(3);
        assertThat(deaths.seconds(0.99)).isEqualTo(9);
        assertThat(deaths.text()).contains("3.0 s (p50), 9.0 s (p99)");
    }
}
