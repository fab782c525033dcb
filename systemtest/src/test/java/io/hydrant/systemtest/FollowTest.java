package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program writes into a log that is rotated, rows are cut in the middle by its buffer, and who
/// follows it is killed now and then: every row arrives once, and in order within its file.
class FollowTest {
    private static final int ROWS = 20_000;
    private static final int ROWS_A_FILE = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir Path folder;

    @Test
    void everyRowOfARotatedLogArrivesOnceWhoeverIsKilled() throws Exception {
        Seed seed = Seed.of(FollowTest.class);
        Random random = seed.random();
        Path logs = Files.createDirectories(folder.resolve("logs"));
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"))) {
            Aws.of(server).createPipeline("log", "log", 1, "UNCOMPRESSED");
            AtomicBoolean isWritten = new AtomicBoolean();
            Thread writer = Thread.ofPlatform().start(() -> write(logs, seed.random(), isWritten));
            Process follower = follow(server, logs);
            while (!isWritten.get()) {
                if (follower.waitFor(500 + random.nextInt(2_500), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(
                            seed.replay()
                                    + "\n"
                                    + new String(
                                            follower.getInputStream().readAllBytes(),
                                            StandardCharsets.UTF_8));
                }
                follower.destroyForcibly().waitFor();
                follower = follow(server, logs);
            }
            writer.join();
            Wait.upTo(PATIENCE)
                    .until(
                            "all rows are acknowledged; " + seed.replay(),
                            () -> taken(server),
                            count -> count >= ROWS);
            // One row more, so that the last life is known to be at work when it is told to end.
            Files.writeString(logs.resolve("app.csv"), ROWS + ",last\n", StandardOpenOption.APPEND);
            Wait.upTo(PATIENCE)
                    .until(
                            "the last row is acknowledged; " + seed.replay(),
                            () -> taken(server),
                            count -> count > ROWS);
            follower.toHandle().destroy(); // its output stays readable
            assertThat(follower.waitFor(20, TimeUnit.SECONDS)).as("SIGTERM ends it").isTrue();
            String output =
                    new String(follower.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).contains("Give the same command again to go on from here.");
            Status.awaitDelivery(server, PATIENCE);
            List<Integer> arrived = new ArrayList<>();
            new DeliveredObjects(Aws.of(server), "log")
                    .forEachLine(line ->
                            arrived.add(Integer.parseInt(line.substring(7, line.indexOf(',')))));
            assertThat(arrived).as(seed.replay()).hasSize(ROWS + 1).doesNotHaveDuplicates();
            for (int file = 0; file <= (ROWS - 1) / ROWS_A_FILE; file++) {
                int number = file;
                assertThat(arrived.stream().filter(row -> row / ROWS_A_FILE == number).toList())
                        .as("rows of file " + file + "; " + seed.replay())
                        .isSorted();
            }
        }
    }

    private static long taken(ServerProcess server) {
        return Status.of(server).streams().values().stream()
                .mapToLong(stream ->
                        stream.path("backlogRecords").asLong()
                                + stream.path("deliveredRecords").asLong())
                .sum();
    }

    /// Rows have line breaks within quotes, and are written in pieces that end anywhere.
    private static void write(Path logs, Random random, AtomicBoolean isWritten) {
        try {
            StringBuilder buffer = new StringBuilder();
            for (int i = 0; i < ROWS; i++) {
                buffer.append(i).append(",\"línea ").append(i).append("\ny \"\"otra\"\", más\"\n");
                boolean isLast = i == ROWS - 1;
                boolean rotates = i % ROWS_A_FILE == ROWS_A_FILE - 1;
                if (rotates || isLast || random.nextInt(100) == 0) {
                    int cut = rotates || isLast ? buffer.length() : random.nextInt(buffer.length());
                    Files.writeString(
                            logs.resolve("app.csv"),
                            buffer.substring(0, cut),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                    buffer.delete(0, cut);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
                }
                if (rotates && !isLast) {
                    Files.move(
                            logs.resolve("app.csv"),
                            logs.resolve("app.csv." + i / ROWS_A_FILE),
                            StandardCopyOption.ATOMIC_MOVE);
                }
            }
            isWritten.set(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process follow(ServerProcess server, Path logs) throws IOException {
        return Program.start(
                List.of(
                        "send",
                        logs.resolve("app.csv*").toString(),
                        "--follow",
                        "--columns",
                        "id,text",
                        "--types",
                        "id:int",
                        "--stream",
                        "log",
                        "--progress-file",
                        folder.resolve("follow.json").toString()),
                server.environment());
    }
}
