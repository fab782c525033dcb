package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL again and again, while clients send, while objects are delivered, and while the server
/// recovers from the kill before: every acknowledged record is in the objects exactly once, in the
/// order in which its client sent it, and of every batch all records or none. Most clients make a
/// call again by themselves that got no answer; whether it was taken then or the first time, it is
/// there once, and its RecordIds are its own.
class KilledServerTest {
    private static final int KILLS_AT_WORK = 40;
    private static final int KILLS_AT_START = 12;

    /// Attempts of a call: enough to outlast a kill, mostly.
    private static final int RETRYING = 6;

    private static final int AT_WORK_MAX_MILLIS = 1000;
    private static final int AT_START_MAX_MILLIS = 800;
    private static final Duration DELIVERY = Duration.ofSeconds(90);

    /// Each delivers to a bucket of its own that is named after it.
    private static final List<String> STREAMS = List.of("plain", "packed", "dated");

    /// Of the backup that one of them has. What waits for its interval at the end is not waited
    /// for.
    private static final String VAULT = "dated-vault";

    /// Who lives for a second has no use for the optimising compiler.
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

    private final Load load = new Load();
    private Optional<ServerProcess> last = Optional.empty();

    @TempDir Path folder;

    /// A server is killed so long after it was ready, or after its process was started.
    private record Life(boolean fromReady, int millis) {}

    @Test
    void everyAcknowledgedRecordIsInTheObjectsExactlyOnce() throws Exception {
        Seed seed = Seed.of(KilledServerTest.class);
        try {
            kill(seed.random());
        } catch (AssertionError | Exception e) {
            throw new AssertionError(
                    seed.replay() + "\n" + e + "\n" + last.map(ServerProcess::report).orElse(""),
                    e);
        } finally {
            last.ifPresent(ServerProcess::close);
        }
    }

    private void kill(Random random) throws Exception {
        int port = KeptPort.find(random);
        begin(start(port));
        for (Life life : lives(random)) {
            end(life, port);
        }
        load.end();
        ServerProcess server = start(port);
        Status.awaitDelivery(server, DELIVERY);
        audit(Aws.of(server));
        for (String stream : STREAMS) {
            Program.Ended verified =
                    Program.hydrant(server.environment(), "verify", "--stream", stream);
            assertThat(verified.status()).as(verified.output()).isZero();
        }
        assertThat(server.terminate()).isIn(0, 143);
        assertThat(server.output())
                .endsWith("Stopped. What was acknowledged is in " + server.data() + ".");
    }

    private void begin(ServerProcess server) throws IOException {
        Aws aws = Aws.of(server);
        aws.createPipeline("plain", "plain", 1, "UNCOMPRESSED");
        aws.createPipeline("packed", "packed", 0, "GZIP");
        aws.createBackedPipeline(
                "dated",
                "dated",
                VAULT,
                destination ->
                        destination
                                .prefix("data/year=!{timestamp:yyyy}/day=!{timestamp:DDD}/")
                                .errorOutputPrefix("errors/!{firehose:error-output-type}/")
                                .bufferingHints(hints -> hints.sizeInMBs(1).intervalInSeconds(0)));
        load.sdk(aws, "plain", 60, 1);
        load.sdk(aws, "plain", 1, RETRYING);
        load.sdk(aws, "packed", 25, RETRYING);
        load.sdk(aws, "dated", 1, 1);
        load.sdk(aws, "dated", 7, RETRYING);
        load.boto(server.environment(), "packed", folder.resolve("boto"));
    }

    /// Kills the server that runs, and the next one when its life is over.
    private void end(Life life, int port) throws Exception {
        last.orElseThrow().kill();
        assertThat(last.orElseThrow().output().lines().filter(line -> !tellsOfATornTail(line)))
                .noneMatch(line ->
                        line.contains("Exception")
                                || line.contains("WARN")
                                || line.contains("SEVERE"));
        ServerProcess server = launch(port);
        if (life.fromReady()) {
            server.awaitReady();
        }
        // The life of the server is the test's input, not a wait for something to happen.
        TimeUnit.MILLISECONDS.sleep(life.millis());
        server.kill();
    }

    /// What a kill leaves half written is cut off, and the server's log says so.
    private static boolean tellsOfATornTail(String line) {
        return line.contains("what a crash left half written and was not acknowledged");
    }

    private void audit(Aws aws) throws IOException {
        Ledger ledger = load.ledger();
        int objects = 0;
        for (String stream : STREAMS) {
            Ledger.Audit audit = ledger.new Audit(stream);
            objects += new DeliveredObjects(aws, stream).forEachLine(audit::next);
            audit.end();
        }
        System.out.printf(
                "KilledServerTest: %,d kills, %,d records acknowledged %s, %,d objects%n",
                KILLS_AT_WORK + KILLS_AT_START,
                ledger.acknowledgedRecords(),
                ledger.acknowledgedByClient(),
                objects);
        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.acknowledgedByClient().values()).allMatch(records -> records > 100);
    }

    private static List<Life> lives(Random random) {
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < KILLS_AT_WORK; i++) {
            lives.add(new Life(true, random.nextInt(AT_WORK_MAX_MILLIS)));
        }
        for (int i = 0; i < KILLS_AT_START; i++) {
            lives.add(new Life(false, random.nextInt(AT_START_MAX_MILLIS)));
        }
        Collections.shuffle(lives, random);
        return lives;
    }

    private ServerProcess start(int port) throws IOException {
        ServerProcess server = launch(port);
        server.awaitReady();
        return server;
    }

    private ServerProcess launch(int port) throws IOException {
        ServerProcess server =
                ServerProcess.launch(
                        folder.resolve("server"), SHORT_LIVED, "--listen", "127.0.0.1:" + port);
        last = Optional.of(server);
        return server;
    }
}
