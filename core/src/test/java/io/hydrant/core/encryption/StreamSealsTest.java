package io.hydrant.core.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.ManualClock;
import io.hydrant.core.crypto.DataKeyException.Reason;
import io.hydrant.core.crypto.KeyRefusedException;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.Ingest;
import io.hydrant.core.stream.IssuedIds;
import io.hydrant.core.stream.LogEncryption;
import io.hydrant.core.stream.SampleStreams;
import io.hydrant.core.stream.WantedEncryption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is put into encrypted streams, in real files, on a clock of the test's.
class StreamSealsTest {
    private static final int FRAME_HEADER_BYTES = 40;
    private static final int SEGMENT_HEADER_BYTES = 32;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T10:00:00Z"));
    private final SplittableRandom random = new SplittableRandom(7);
    private final TestKeys keys = new TestKeys(random);
    private final Map<String, DeliveryStream> streams = new HashMap<>();
    private final Meters meters = Meters.unread();
    @TempDir Path directory;
    private StreamSeals seals;
    private Logs logs;

    @BeforeEach
    void start() {
        seals =
                new StreamSeals(
                        keys,
                        keys,
                        log -> Optional.ofNullable(streams.get(log)),
                        "us-east-1",
                        meters,
                        clock,
                        random);
        logs =
                new Logs(
                        directory.resolve("log"),
                        new RealDisk(),
                        clock,
                        random,
                        LogSettings.DEFAULT,
                        meters,
                        seals);
    }

    @AfterEach
    void stop() throws IOException {
        logs.close();
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    private DeliveryStream stream(String name) {
        return streams.computeIfAbsent(
                "log-of-" + name,
                log ->
                        SampleStreams.stream(
                                name,
                                log,
                                1,
                                1,
                                Duration.ofSeconds(60),
                                CompressionFormat.UNCOMPRESSED,
                                "bucket",
                                List.of(),
                                Optional.empty()));
    }

    private void encrypt(String name, boolean byCustomersKey) throws IOException {
        DeliveryStream stream = stream(name);
        WantedEncryption wanted =
                new WantedEncryption(
                        byCustomersKey ? Optional.of(TestKeys.ARN) : Optional.empty(),
                        new Principal.Root("000000000000"),
                        Circumstances.ofService(clock.instant(), "us-east-1"));
        LogEncryption encryption = seals.begin(wanted, stream.arn(), stream.encryption());
        streams.put(stream.logId(), stream.encrypted(encryption));
    }

    private void decrypt(String name) {
        DeliveryStream stream = stream(name);
        String printKey = stream.encryption().orElseThrow().printKey();
        streams.put(
                stream.logId(),
                stream.encrypted(
                        new LogEncryption(
                                LogEncryption.Status.DISABLED, Optional.empty(), printKey)));
    }

    private IssuedIds put(String name, Optional<RequestName> request, String... records) {
        List<byte[]> bytes =
                Arrays.stream(records)
                        .map(record -> record.getBytes(StandardCharsets.UTF_8))
                        .toList();
        return new Ingest(logs, meters).put(stream(name), RecordBatch.of(bytes).named(request));
    }

    private IssuedIds put(String name, String... records) {
        return put(name, Optional.empty(), records);
    }

    private List<String> records(String name) throws IOException {
        List<String> records = new ArrayList<>();
        StreamLog log = logs.log(stream(name).logId());
        try (LogReader reader = log.records(LogPoint.START)) {
            while (reader.next()) {
                ByteBuffer payloads = reader.payloads().duplicate();
                ByteBuffer lengths = reader.lengths();
                while (lengths.hasRemaining()) {
                    byte[] record = new byte[lengths.getInt()];
                    payloads.get(record);
                    records.add(new String(record, StandardCharsets.UTF_8));
                }
            }
        }
        return records;
    }

    private Path segment(String name) throws IOException {
        Path folder = directory.resolve("log").resolve(stream(name).logId());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
        }
    }

    @Test
    void onDiskNothingOfARecordCanBeReadAndTheLogStillHasIt() throws IOException {
        encrypt("films", true);
        String large = "secret".repeat(30_000);
        assertThat(put("films", "secret one", "", large).areEncrypted()).isTrue();
        assertThat(put("films", "").areEncrypted()).isTrue();
        assertThat(Files.readString(segment("films"), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
        restart();
        assertThat(records("films")).containsExactly("secret one", "", large, "");
    }

    @Test
    void equalRecordsAreNeverEqualOnDisk() throws IOException {
        encrypt("films", false);
        Set<ByteBuffer> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            put("films", "x".repeat(64));
            if (i == 20) {
                restart();
            }
        }
        byte[] bytes = Files.readAllBytes(segment("films"));
        int frames = 0;
        for (int at = 0; at + FRAME_HEADER_BYTES + 68 < bytes.length; at++) {
            if (ByteBuffer.wrap(bytes, at, 4).getInt() == 0x48795372) {
                frames++;
                seen.add(ByteBuffer.wrap(bytes, at + FRAME_HEADER_BYTES + 4, 64));
            }
        }
        assertThat(frames).isEqualTo(50);
        assertThat(seen).hasSize(50);
    }

    @Test
    void aFrameCountsAtItsPlaceInItsLogAlone() throws IOException {
        encrypt("films", false);
        encrypt("others", false);
        put("films", "one");
        put("films", "two");
        put("others", "xxx");
        assertThat(records("films")).containsExactly("one", "two");
        stop();
        Path file = segment("films");
        byte[] bytes = Files.readAllBytes(file);
        byte[] foreign = Files.readAllBytes(segment("others"));
        int length = (bytes.length - SEGMENT_HEADER_BYTES) / 2;
        // The second frame's body takes the first one's place, with a header that says so.
        Files.write(file, forged(bytes, bytes, SEGMENT_HEADER_BYTES + length, length));
        start();
        assertThatThrownBy(() -> records("films"))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("records as they were encrypted for here");
        stop();
        Files.write(file, forged(bytes, foreign, SEGMENT_HEADER_BYTES, length));
        start();
        assertThatThrownBy(() -> records("films"))
                .isInstanceOf(IOException.class)
                .hasMessage("A key of a stream is not what was wrapped for it");
    }

    /// The first frame with the body of another, and checksums that are right.
    private static byte[] forged(byte[] segment, byte[] from, int at, int length) {
        byte[] forged = segment.clone();
        int first = SEGMENT_HEADER_BYTES;
        int body = FRAME_HEADER_BYTES;
        ByteBuffer buffer = ByteBuffer.wrap(forged);
        int salt = buffer.getInt(first + 4) ^ checksum(forged, first + 8, 32);
        System.arraycopy(from, at + body, forged, first + body, length - body);
        buffer.putInt(first + 8, checksum(forged, first + body, length - body));
        buffer.putInt(first + 4, checksum(forged, first + 8, 32) ^ salt);
        return forged;
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    @Test
    void aKeyThatIsTakenAwayStopsPutsAndReadsAfterFiveMinutesAndLosesNothing() throws IOException {
        encrypt("films", true);
        put("films", "one");
        assertThat(records("films")).containsExactly("one");
        int asked = keys.asked();
        clock.advance(StreamSeals.AT_HAND.minusSeconds(1));
        keys.refuse(Optional.of(Reason.DISABLED));
        put("films", "two");
        assertThat(records("films")).containsExactly("one", "two");
        assertThat(keys.asked()).isEqualTo(asked);
        clock.advance(Duration.ofSeconds(2));
        assertThatThrownBy(() -> put("films", "three"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo("InvalidKMSResourceException");
                            assertThat(refusal.details())
                                    .containsEntry("code", "DisabledException");
                        });
        assertThatThrownBy(() -> records("films")).isInstanceOf(KeyRefusedException.class);
        assertThat(logs.damage(stream("films").logId())).isEmpty();
        assertThat(seals.trouble(stream("films").logId()).orElseThrow().failureType())
                .isEqualTo("DISABLED_KMS_KEY");
        assertThat(meters.of(stream("films").logId(), "films").counted(Figure.KMS_KEY_DISABLED))
                .isEqualTo(2);
        keys.refuse(Optional.empty());
        put("films", "three");
        assertThat(records("films")).containsExactly("one", "two", "three");
        assertThat(seals.trouble(stream("films").logId())).isEmpty();
    }

    private enum Named {
        TOKEN,
        INVOCATION
    }

    /// Also when it was kept otherwise the first time, and when nothing is in memory anymore.
    @ParameterizedTest
    @EnumSource(Named.class)
    void aRequestThatIsRepeatedCountsOnceHoweverItIsKept(Named named) throws IOException {
        put("films", name(named, 1, false), "one");
        encrypt("films", true);
        assertThat(put("films", name(named, 1, true), "one")).hasSize(1);
        put("films", name(named, 2, false), "two");
        assertThat(put("films", name(named, 2, true), "two")).hasSize(1);
        restart();
        keys.refuse(Optional.of(Reason.DISABLED));
        decrypt("films");
        put("films", name(named, 2, true), "two");
        put("films", name(named, 1, true), "one");
        put("films", name(named, 3, false), "three");
        keys.refuse(Optional.empty());
        assertThat(records("films")).containsExactly("one", "two", "three");
    }

    @Test
    void anotherRequestWithTheSameTokenIsRefused() throws IOException {
        encrypt("films", true);
        put("films", name(Named.TOKEN, 1, false), "one");
        restart();
        assertThatThrownBy(() -> put("films", name(Named.TOKEN, 1, true), "eno"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refusal ->
                                assertThat(refusal.code()).isEqualTo("InvalidArgumentException"));
    }

    private static Optional<RequestName> name(Named named, int number, boolean isRepeat) {
        return switch (named) {
            case TOKEN -> Optional.of(new ClientToken("producer", number));
            case INVOCATION -> Optional.of(Invocation.of("call " + number, isRepeat));
        };
    }
}
