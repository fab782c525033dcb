package io.hydrant.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.RecordBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which logs a start removes, and what it knows of their ends.
class LogKeepingTest {
    @TempDir Path data;

    @Test
    void onlyALogWhoseStreamWasDeletedIsRemovedAtAStart() throws IOException {
        try (StreamsFixture fixture = new StreamsFixture(data)) {
            DeliveryStream kept = fixture.create("kept", "");
            DeliveryStream deleted = fixture.create("deleted", "");
            try (Logs logs = logs()) {
                append(logs, kept.logId());
                append(logs, deleted.logId());
                append(logs, "unknown");
            }
            fixture.streams.delete("deleted"); // Killed before the log is gone.

            fixture.reopen();
            try (Logs logs = logs()) {
                fixture.streams.sortOut(logs, _ -> true);
                assertThat(logs.stored()).containsExactly(kept.logId());
            }
            assertThat(names(data.resolve("lost+found/log"))).containsExactly("unknown");

            // The next start has nothing more to do; nor has it forgotten.
            fixture.reopen();
            try (Logs logs = logs()) {
                fixture.streams.sortOut(logs, _ -> true);
                assertThat(logs.stored()).containsExactly(kept.logId());
                assertThat(logs.log(kept.logId()).end().position()).isEqualTo(2);
            }
            assertThat(names(data.resolve("lost+found/log"))).containsExactly("unknown");
        }
    }

    @Test
    void aLogThatIsShorterThanItWasIsLeftAsItIs() throws IOException {
        try (Logs logs = logs()) {
            append(logs, "a");
            append(logs, "a");
        }
        Path segment = data.resolve("log/a").resolve(names(data.resolve("log/a")).getFirst());
        byte[] bytes = Files.readAllBytes(segment);
        byte[] torn = Arrays.copyOf(bytes, bytes.length - 3);
        Files.write(segment, torn);
        try (Logs logs = logs()) {
            logs.expectEnd("a", 4);
            assertThatThrownBy(() -> append(logs, "a"))
                    .isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining("up to position 4, as the catalog notes")
                    .hasMessageContaining("found records up to position 2");
        }
        assertThat(Files.readAllBytes(segment)).isEqualTo(torn);
        Files.write(segment, bytes);
        try (Logs logs = logs()) {
            logs.expectEnd("a", 4);
            append(logs, "a");
            assertThat(logs.log("a").end().position()).isEqualTo(6);
        }
    }

    /// What was not acknowledged may be torn: the note is of what was.
    @Test
    void anOrdinaryCrashStopsNoLog() throws IOException {
        try (Logs logs = logs()) {
            append(logs, "a");
            append(logs, "a");
        }
        Path segment = data.resolve("log/a").resolve(names(data.resolve("log/a")).getFirst());
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 3));
        try (Logs logs = logs()) {
            logs.expectEnd("a", 2);
            append(logs, "a");
            assertThat(logs.log("a").end().position()).isEqualTo(4);
        }
    }

    private Logs logs() {
        return new Logs(
                data.resolve("log"),
                new RealDisk(),
                InstantSource.system(),
                new SplittableRandom(1));
    }

    private static void append(Logs logs, String id) throws IOException {
        logs.append(
                id,
                RecordBatch.of(
                        List.of(
                                "one".getBytes(StandardCharsets.UTF_8),
                                "two".getBytes(StandardCharsets.UTF_8))));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
