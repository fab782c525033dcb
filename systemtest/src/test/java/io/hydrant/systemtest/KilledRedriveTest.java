package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// SIGKILL for the program that sends the records of error objects again, and now and then for the
/// server: when it has come to its end at last, every record is in the objects once.
class KilledRedriveTest {
    private static final int RECORDS = 30_000;
    private static final int MOST_RECORDS_AN_OBJECT = 6_000;
    private static final int MOST_KILLS = 4;
    private static final int LIFE_MAX_MILLIS = 2_500;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir private Path folder;

    @Test
    void everyRecordArrivesOnceWhoeverIsKilled() throws Exception {
        Seed seed = Seed.of(KilledRedriveTest.class);
        Random random = seed.random();
        int port = KeptPort.find(random);
        ServerProcess server = start(port);
        try {
            Aws.of(server).createPipeline("rows", "rows", 1, "UNCOMPRESSED");
            putErrorObjects(Aws.of(server), random);
            int kills = 0;
            Process redrive = redrive(server);
            while (kills < MOST_KILLS
                    && !redrive.waitFor(
                            700 + random.nextInt(LIFE_MAX_MILLIS), TimeUnit.MILLISECONDS)) {
                if (random.nextInt(4) == 0) {
                    server.kill();
                    redrive.destroyForcibly().waitFor();
                    server = start(port);
                } else {
                    redrive.destroyForcibly().waitFor();
                }
                kills++;
                redrive = redrive(server);
            }
            String output =
                    new String(redrive.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(redrive.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(redrive.exitValue()).as(seed.replay() + "\n" + output).isZero();
            assertThat(kills).as("kills before the end").isPositive();
            Status.awaitDelivery(server, PATIENCE);
            account(server, seed.replay());
        } finally {
            server.close();
        }
    }

    @Test
    void whoIsStoppedSaysHowFarHeCameAndGoesOnFromThere() throws Exception {
        ServerProcess server = start(0);
        try (server) {
            Aws.of(server).createPipeline("rows", "rows", 1, "UNCOMPRESSED");
            putErrorObjects(Aws.of(server), new Random(1));
            Process slow = redrive(server, "2000/s");
            awaitFirstRequest(server);
            slow.toHandle().destroy();
            String output =
                    new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).contains("stopped, ", "The same command goes on from here.");
            Process rest = redrive(server, "1000000/s");
            output = new String(rest.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest.waitFor()).as(output).isZero();
            assertThat(output).contains(" sent before");
            Status.awaitDelivery(server, PATIENCE);
            account(server, "");
        }
    }

    private static void awaitFirstRequest(ServerProcess server) {
        try (S3Client s3 = Aws.of(server).s3()) {
            Wait.upTo(PATIENCE)
                    .until(
                            "some records are sent",
                            () ->
                                    s3
                                            .getObjectTagging(request ->
                                                    request.bucket("errors")
                                                            .key("processing-failed/rows-00000000"))
                                            .tagSet()
                                            .stream()
                                            .anyMatch(tag -> !tag.value().contains("records=0 ")));
        }
    }

    private static void putErrorObjects(Aws aws, Random random) {
        try (S3Client s3 = aws.s3()) {
            s3.createBucket(request -> request.bucket("errors"));
            int number = 0;
            while (number < RECORDS) {
                String key = "processing-failed/rows-%08d".formatted(number);
                StringBuilder lines = new StringBuilder();
                int end = Math.min(RECORDS, number + 1 + random.nextInt(MOST_RECORDS_AN_OBJECT));
                for (; number < end; number++) {
                    lines.append(line(number));
                }
                s3.putObject(
                        request -> request.bucket("errors").key(key),
                        RequestBody.fromString(lines.toString()));
            }
        }
    }

    private static String line(int number) {
        byte[] record = (number + "\n").getBytes(StandardCharsets.UTF_8);
        return """
        {"rawData":"%s","errorCode":"Lambda.FunctionError","errorMessage":"m","attemptsMade":4,"arrivalTimestamp":1575020067711,"attemptEndingTimestamp":1575020129986,"lambdaARN":"arn:aws:lambda:us-east-1:000000000000:function:f"}
        """
                .formatted(Base64.getEncoder().encodeToString(record));
    }

    private static void account(ServerProcess server, String replay) throws IOException {
        BitSet seen = new BitSet(RECORDS);
        int[] twice = {0};
        new DeliveredObjects(Aws.of(server), "rows")
                .forEachLine(line -> {
                    int number = Integer.parseInt(line);
                    if (seen.get(number)) {
                        twice[0]++;
                    }
                    seen.set(number);
                });
        assertThat(twice[0]).as("records that are there twice; " + replay).isZero();
        assertThat(seen.cardinality()).as("different records; " + replay).isEqualTo(RECORDS);
    }

    private static Process redrive(ServerProcess server) throws IOException {
        return redrive(server, "8000/s");
    }

    private static Process redrive(ServerProcess server, String rate) throws IOException {
        return Program.start(
                List.of("redrive", "s3://errors/", "--stream", "rows", "--rate", rate),
                server.environment());
    }

    private ServerProcess start(int port) throws IOException {
        return ServerProcess.start(folder.resolve("server"), "--listen", "127.0.0.1:" + port);
    }
}
