package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.KafkaCluster;
import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server is killed while clients send, its records are moved into Kafka by a program that is
/// killed too, and the server goes on with them while the same clients send on: every acknowledged
/// record is in the objects exactly once, in order, and so is what was backed up.
@Timeout(600)
class MovedLogTest {
    private static final List<String> STREAMS = List.of("plain", "packed", "backed");
    private static final String VAULT = "backed-vault";
    private static final int KILLS = 2;

    /// Attempts of a call: those that outlast the move find the server again.
    private static final int RETRYING = 8;

    private final Seed seed = Seed.of(MovedLogTest.class);
    private final Random random = seed.random();
    private final Load load = new Load();

    @TempDir Path folder;

    @Test
    void whatWasOnDiskIsDeliveredFromKafkaOnce() throws Exception {
        int port = KeptPort.find(random);
        try (KafkaCluster kafka = KafkaCluster.start(folder.resolve("kafka"), 1)) {
            ServerProcess before = start(port);
            try {
                begin(before);
                Wait.seconds(60)
                        .until(
                                "records wait in the log, and some are delivered",
                                () -> isUnderWay(before));
            } finally {
                before.kill();
            }
            move(kafka);
            ServerProcess after =
                    start(port, "--kafka", kafka.brokers(), "--kafka-allow-unreplicated");
            try {
                load.end();
                Status.awaitDelivery(after, Duration.ofSeconds(120));
                audit(after);
            } catch (AssertionError | Exception e) {
                throw new AssertionError(seed.replay() + "\n" + e + "\n" + after.report(), e);
            } finally {
                after.close();
            }
        }
    }

    private static boolean isUnderWay(ServerProcess server) {
        return Status.of(server).streams().values().stream()
                .allMatch(stream ->
                        stream.path("deliveredRecords").asLong() > 50
                                && Status.backlogOf(stream) > 0);
    }

    private void begin(ServerProcess server) throws IOException {
        Aws aws = Aws.of(server);
        aws.createPipeline("plain", "plain", 1, "UNCOMPRESSED");
        aws.createPipeline("packed", "packed", 1, "GZIP");
        aws.createBackedPipeline(
                "backed",
                "backed",
                VAULT,
                destination ->
                        destination.bufferingHints(
                                hints -> hints.sizeInMBs(1).intervalInSeconds(1)));
        load.sdk(aws, "plain", 20, RETRYING);
        load.sdk(aws, "plain", 1, 1);
        load.sdk(aws, "packed", 25, RETRYING);
        load.sdk(aws, "backed", 7, RETRYING);
    }

    /// Killed at some moment, it has moved nothing, or all; the last time it comes to its end.
    private void move(KafkaCluster kafka) throws Exception {
        for (int i = 0; i < KILLS; i++) {
            List<String> command = Program.java();
            command.addAll(Program.main());
            command.addAll(words(kafka));
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            // When it is killed is the test's input, not a wait for something to happen.
            process.waitFor(1_000 + random.nextInt(3_000), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        }
        Program.Ended moved = Program.hydrant(Map.of(), words(kafka).toArray(String[]::new));
        assertThat(moved.status()).as(moved.output()).isZero();
        assertThat(folder.resolve("server/log")).doesNotExist();
        assertThat(Files.exists(folder.resolve("server/log.moved"))).isTrue();
    }

    private List<String> words(KafkaCluster kafka) {
        return List.of(
                "migrate",
                "--from",
                folder.resolve("server").toString(),
                "--kafka",
                kafka.brokers(),
                "--kafka-allow-unreplicated");
    }

    private void audit(ServerProcess server) throws IOException {
        Ledger ledger = load.ledger();
        for (String stream : STREAMS) {
            Ledger.Audit audit = ledger.new Audit(stream);
            new DeliveredObjects(Aws.of(server), stream).forEachLine(audit::next);
            audit.end();
        }
        System.out.printf(
                "MovedLogTest: %,d records acknowledged %s%n",
                ledger.acknowledgedRecords(), ledger.acknowledgedByClient());
        assertThat(ledger.faults()).as(seed.replay()).isEmpty();
        for (String stream : STREAMS) {
            Program.Ended verified =
                    Program.hydrant(server.environment(), "verify", "--stream", stream);
            assertThat(verified.status()).as(verified.output()).isZero();
        }
    }

    private ServerProcess start(int port, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--listen", "127.0.0.1:" + port));
        options.addAll(List.of(more));
        return ServerProcess.start(folder.resolve("server"), options.toArray(String[]::new));
    }
}
