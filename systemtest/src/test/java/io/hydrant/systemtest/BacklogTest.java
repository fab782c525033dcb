package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A backlog much larger than the heap waits while its destination refuses it, and is delivered in
/// objects as large as the heap once it is let in; another stream is served in time meanwhile.
///
/// Half a gibibyte; `-Dhydrant.backlog.gib=10` for more.
@EnabledOnOs(OS.LINUX)
class BacklogTest {
    private static final double GIBIBYTES =
            Double.parseDouble(System.getProperty("hydrant.backlog.gib", "0.5"));

    /// Each with a bucket of its own that is named after it.
    private static final List<String> STREAMS = List.of("late", "later");

    private static final long OBJECT_BYTES = 128L << 20;
    private static final List<String> SMALL_HEAP = List.of("-Xmx128m");
    private static final Duration HEALTHY_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90 + (long) (60 * GIBIBYTES));

    @TempDir Path data;

    @Test
    void aBacklogIsDeliveredOnceInLargeObjectsWithASmallHeapAndOthersAreInTime() throws Exception {
        try (ServerProcess server = ServerProcess.launch(data, SMALL_HEAP)) {
            server.awaitReady();
            try {
                drain(server);
            } catch (AssertionError | Exception e) {
                throw new AssertionError(e + "\n" + server.report(), e);
            }
        }
    }

    private void drain(ServerProcess server) throws Exception {
        Aws aws = Aws.of(server);
        aws.createPipeline("healthy", "healthy", 1, "UNCOMPRESSED");
        List<Backlog> backlogs = STREAMS.stream().map(stream -> refused(aws, stream)).toList();
        long bytes = backlogs.stream().mapToLong(Backlog::bytes).sum();
        Pulse pulse = new Pulse(aws, "healthy", "healthy");

        long began = System.nanoTime();
        for (Backlog backlog : backlogs) {
            backlog.send();
        }
        tell("%d MB in at %d MB/s", bytes / 1_000_000, megabytesPerSecond(bytes, began));
        Status status = Status.of(server);
        for (Backlog backlog : backlogs) {
            assertThat(backlogOf(status, backlog.stream())).isEqualTo(backlog.records());
            assertThat(aws.keys(backlog.bucket(), "")).isEmpty();
        }

        STREAMS.forEach(stream -> aws.allowWrites(stream + "-delivery", stream));
        Wait.upTo(PATIENCE)
                .until(
                        "it is tried again",
                        () -> backlogOf(server),
                        records -> records < status.backlogRecords() * 9 / 10);
        long firstSeen = System.nanoTime();
        long left = backlogOf(server);
        Wait.upTo(PATIENCE)
                .until("all is delivered", () -> backlogOf(server), records -> records == 0);
        tell("out at %d MB/s", megabytesPerSecond(left * Backlog.RECORD_BYTES, firstSeen));

        Duration[] delays = pulse.end(Duration.ofSeconds(30));
        tell(
                "meanwhile %d small records delivered after %d ms, at most %d ms; acknowledged after at most %d ms",
                delays.length,
                delays[delays.length / 2].toMillis(),
                delays[delays.length - 1].toMillis(),
                pulse.longestPut().toMillis());
        assertThat(delays[delays.length - 1])
                .isLessThan(HEALTHY_INTERVAL.plus(SLACK).plus(pulse.ownTime()));
        for (Backlog backlog : backlogs) {
            List<Long> sizes = backlog.find().sizes();
            tell("%s: objects of %s bytes", backlog.stream(), sizes);
            assertThat(sizes).anyMatch(size -> size >= OBJECT_BYTES);
            Program.Ended verified =
                    Program.hydrant(server.environment(), "verify", "--stream", backlog.stream());
            assertThat(verified.status()).as(verified.output()).isZero();
        }
        tell("%d MB resident at most", Footprint.peakResidentBytes(server) / 1_000_000);
        assertThat(server.isAlive()).isTrue();
        assertThat(server.output()).doesNotContain("OutOfMemoryError");
    }

    /// A stream whose role may not write yet, and what will be sent to it.
    private static Backlog refused(Aws aws, String stream) {
        aws.createPipeline(
                stream,
                stream,
                destination ->
                        destination
                                .prefix("out/")
                                .bufferingHints(
                                        hints -> hints.sizeInMBs(128).intervalInSeconds(10)));
        aws.forbidWrites(stream + "-delivery");
        long bytes = (long) (GIBIBYTES * (1L << 30)) / STREAMS.size();
        return Backlog.of(aws, stream, bytes);
    }

    private static long backlogOf(ServerProcess server) {
        Status status = Status.of(server);
        return STREAMS.stream().mapToLong(stream -> backlogOf(status, stream)).sum();
    }

    private static long backlogOf(Status status, String stream) {
        return Status.backlogOf(Objects.requireNonNull(status.streams().get(stream), stream));
    }

    private static long megabytesPerSecond(long bytes, long sinceNanos) {
        return bytes * 1000 / (System.nanoTime() - sinceNanos);
    }

    private static void tell(String format, Object... values) {
        System.out.printf("BacklogTest: " + format + "%n", values);
    }
}
