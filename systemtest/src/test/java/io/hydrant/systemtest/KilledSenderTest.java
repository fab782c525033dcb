package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL for the program that sends, and now and then for the server that takes: when `send
/// --resume` has come to the end at last, every row of the file is in the objects once.
class KilledSenderTest {
    private static final int ROWS = 250_000;
    private static final int MOST_KILLS = 12;
    private static final int LIFE_MAX_MILLIS = 2_500;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir Path folder;

    @Test
    void everyRowArrivesOnceWhoeverIsKilled() throws Exception {
        Seed seed = Seed.of(KilledSenderTest.class);
        Random random = seed.random();
        Path rows = rows();
        int port = KeptPort.find(random);
        ServerProcess server = start(port);
        try {
            Aws.of(server).createPipeline("rows", "rows", 1, "UNCOMPRESSED");
            int kills = 0;
            Process sender = send(server, rows);
            while (kills < MOST_KILLS
                    && !sender.waitFor(
                            300 + random.nextInt(LIFE_MAX_MILLIS), TimeUnit.MILLISECONDS)) {
                if (random.nextInt(4) == 0) {
                    server.kill();
                    if (random.nextBoolean()) {
                        sender.destroyForcibly().waitFor();
                    }
                    server = start(port);
                } else {
                    sender.destroyForcibly().waitFor();
                }
                kills++;
                if (!sender.isAlive()) {
                    sender = send(server, rows);
                }
            }
            String output =
                    new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(sender.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(sender.exitValue()).as(seed.replay() + "\n" + output).isZero();
            assertThat(kills).as("kills before the end").isPositive();
            Status.awaitDelivery(server, PATIENCE);
            account(server, seed.replay());
        } finally {
            server.close();
        }
    }

    private void account(ServerProcess server, String replay) throws IOException {
        BitSet seen = new BitSet(ROWS);
        int[] twice = {0};
        new DeliveredObjects(Aws.of(server), "rows")
                .forEachLine(line -> {
                    int number = Integer.parseInt(line.substring(7, line.indexOf(',')));
                    if (seen.get(number)) {
                        twice[0]++;
                    }
                    seen.set(number);
                });
        assertThat(twice[0]).as("rows that are there twice; " + replay).isZero();
        assertThat(seen.cardinality()).as("different rows; " + replay).isEqualTo(ROWS);
    }

    /// `{"id": 17, "text": …}` becomes of each.
    private Path rows() throws IOException {
        Path file = folder.resolve("rows.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < ROWS; i++) {
                writer.write(i + ",\"el ñandú, " + i * 31L % 1009 + "\"\n");
            }
        }
        return file;
    }

    private Process send(ServerProcess server, Path rows) throws IOException {
        return Program.start(
                List.of(
                        "send",
                        rows.toString(),
                        "--columns",
                        "id,text",
                        "--types",
                        "id:int,text:string",
                        "--stream",
                        "rows",
                        "--rate",
                        "100000/s",
                        "--resume",
                        "--progress-file",
                        folder.resolve("progress.json").toString()),
                server.environment());
    }

    private ServerProcess start(int port) throws IOException {
        return ServerProcess.start(folder.resolve("server"), "--listen", "127.0.0.1:" + port);
    }
}
