package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;

/// A byte of a stream's log is damaged while the server is down.
class DamagedStreamTest {
    private static final int RECORDS = 20;

    @TempDir Path folder;

    @Test
    void verifyIsNotContentWithAStreamThatHasStopped() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            Aws aws = Aws.of(server);
            aws.createPipeline("hurt", "hurt", 900, "UNCOMPRESSED");
            put(aws);
            server.kill();
        }
        flipAByteOf(segment());
        try (ServerProcess server = ServerProcess.start(folder)) {
            deliverAtOnce(Aws.of(server));
            Wait.upTo(Duration.ofSeconds(30))
                    .until(
                            "the damage is found",
                            () -> verify(server),
                            ended -> ended.status() == 1);
            assertThat(verify(server).output())
                    .contains("This stream has stopped", segment().toString(), "put back");
            assertThat(verify(server, "--json").output()).contains("\"stopped\":\"This stream");
            assertThat(Program.hydrant(server.environment(), "status", "hurt").output())
                    .contains("hurt  ACTIVE, has stopped", "LogDamaged");
            assertThat(server.output()).contains("LogDamaged").doesNotContain("works again");
        }
    }

    /// 0 would say that nothing waits.
    @Test
    void statusDoesNotSayWhatNobodyKnowsWithoutTheCheckpoint() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            Aws aws = Aws.of(server);
            aws.createPipeline("hurt", "hurt", 900, "UNCOMPRESSED");
            put(aws);
            server.kill();
        }
        Path checkpoint = segment().resolveSibling("checkpoint");
        Files.delete(checkpoint);
        try (ServerProcess server = ServerProcess.start(folder)) {
            String status =
                    Wait.upTo(Duration.ofSeconds(30))
                            .until(
                                    "the damage is found",
                                    () -> status(server),
                                    text -> text.contains("has stopped"));
            assertThat(status)
                    .contains(
                            "unknown; the files of its log hold 20 records, of which some may be delivered")
                    .doesNotContain("0 records in 0 objects");
            assertThat(verify(server).status()).isEqualTo(1);
        }
    }

    private static String status(ServerProcess server) throws IOException {
        return Program.hydrant(server.environment(), "status", "hurt").output();
    }

    private static void put(Aws aws) {
        try (FirehoseClient firehose = aws.firehose()) {
            for (int i = 0; i < RECORDS; i++) {
                SdkBytes data = SdkBytes.fromUtf8String("record " + i);
                firehose.putRecord(request ->
                        request.deliveryStreamName("hurt").record(record -> record.data(data)));
            }
        }
    }

    private static void deliverAtOnce(Aws aws) {
        try (FirehoseClient firehose = aws.firehose()) {
            firehose.updateDestination(request ->
                    request.deliveryStreamName("hurt")
                            .currentDeliveryStreamVersionId("1")
                            .destinationId("destinationId-000000000001")
                            .extendedS3DestinationUpdate(update ->
                                    update.bufferingHints(
                                            hints -> hints.sizeInMBs(1).intervalInSeconds(0))));
        }
    }

    private static Program.Ended verify(ServerProcess server, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("verify", "--stream", "hurt"));
        arguments.addAll(List.of(more));
        return Program.hydrant(server.environment(), arguments.toArray(String[]::new));
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
        }
    }

    private static void flipAByteOf(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long middle = bytes.length() / 2;
            bytes.seek(middle);
            int old = bytes.read();
            bytes.seek(middle);
            bytes.write(old ^ 1);
        }
    }
}
