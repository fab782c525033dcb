package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One stream's files are damaged: that stream stops and says so, nothing of it is delivered twice
/// or lost in silence, its files stay as they are, and other streams go on.
class DamagedLogTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    /// Three of these make a segment of [Machine].
    private static final int RECORD_BYTES = 100_000;

    private static final int SEGMENT_HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 40;

    private final DeliveryStream hurt = SampleStreams.stream("hurt", 1, MINUTE);
    private final DeliveryStream well = SampleStreams.stream("well", 1, MINUTE);
    private final List<DeliveryStream> streams = List.of(hurt, well);
    private final Path folder = Machine.ROOT.resolve(hurt.logId());
    private final Machine machine = new Machine(1);

    /// What happens to the files while the server is off.
    private enum Damage {
        HEADER_OF_A_FRAME {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.flip(test.segments().getLast(), SEGMENT_HEADER_BYTES + 10);
            }
        },
        LENGTH_OF_A_RECORD {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.flip(test.segments().get(1), SEGMENT_HEADER_BYTES + FRAME_HEADER_BYTES + 1);
            }
        },
        PAYLOAD_OF_A_RECORD {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.flip(test.segments().get(1), SEGMENT_HEADER_BYTES + RECORD_BYTES);
            }
        },
        HEADER_OF_A_SEGMENT {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.flip(test.segments().getFirst(), 9);
            }
        },
        HEADER_OF_THE_LAST_SEGMENT {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.flip(test.segments().getLast(), 20);
            }
        },
        FIRST_SEGMENT_LOST {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.machine.disk.delete(test.segments().getFirst());
            }
        },
        MIDDLE_SEGMENT_LOST {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.machine.disk.delete(test.segments().get(1));
            }
        },
        ALL_SEGMENTS_LOST {
            @Override
            void to(DamagedLogTest test) throws IOException {
                for (Path segment : test.segments()) {
                    test.machine.disk.delete(segment);
                }
            }
        },
        CHECKPOINT {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.flip(test.checkpoint(), 60);
            }
        },
        TITLE_OF_THE_CHECKPOINT {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.flip(test.checkpoint(), 3);
            }
        },
        CHECKPOINT_EMPTY {
            @Override
            void to(DamagedLogTest test) throws IOException {
                try (DiskFile file = test.machine.disk.open(test.checkpoint())) {
                    file.truncate(0);
                    file.force();
                }
            }
        },
        CHECKPOINT_LOST {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.machine.disk.delete(test.checkpoint());
            }
        },
        CHECKPOINT_OF_ANOTHER_FORMAT {
            @Override
            void to(DamagedLogTest test) throws IOException {
                test.replaceCheckpoint("{\"sealed\": \"everything\"}");
            }
        };

        abstract void to(DamagedLogTest test) throws IOException;
    }

    /// One object of `hurt` is delivered, and four segments wait: the destination is down.
    @BeforeEach
    void fillSomeSegments() throws IOException {
        machine.start(streams);
        put(0);
        machine.pass(MINUTE);
        machine.roles =
                (role, stream) -> {
                    throw new AssumeRoleDenied("not now");
                };
        for (int i = 1; i < 11; i++) {
            put(i);
            machine.run();
        }
        assertThat(segments()).hasSizeGreaterThanOrEqualTo(4);
        machine.losePower();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void damageStopsItsStreamAloneAndIsToldWithTheNextStep(Damage damage) throws IOException {
        damage.to(this);
        Map<Path, String> evidence = files();
        startAgain();
        machine.put(well, "well");
        machine.pass(Duration.ofHours(1));

        assertThat(machine.delivered(well)).endsWith("well");
        assertThat(machine.status(well).failures()).isZero();
        String delivered = machine.delivered(hurt);
        assertThat(all(11)).startsWith(delivered);
        assertThatThrownBy(() -> machine.put(hurt, "more"))
                .hasMessage("ServiceUnavailableException: Slow down.");
        StreamStatus status = machine.status(hurt);
        assertThat(status.refusal().orElseThrow()).contains(folder.toString(), "is damaged at");
        DeliveryError error = status.lastError().orElseThrow();
        assertThat(error.code()).isEqualTo("LogDamaged");
        assertThat(status.failures()).isPositive();
        assertThat(status.stopped().orElseThrow()).contains(folder.toString(), "is damaged at");
        status.figures()
                .ifPresent(figures -> {
                    long records = delivered.length() / RECORD_BYTES;
                    assertThat(figures.deliveredRecords()).isEqualTo(records);
                    assertThat(figures.backlogRecords()).isEqualTo(11 - records);
                });
        assertThat(error.message())
                .contains(folder.toString(), "expected", "found", "put back", "restart");
        Map<Path, String> after = files();
        evidence.remove(checkpointOf(damage));
        evidence.remove(folder.resolve("checkpoint.old"));
        after.keySet().retainAll(evidence.keySet());
        assertThat(after).isEqualTo(evidence);

        machine.put(well, "again");
        machine.restart(streams);
        machine.pass(Duration.ofHours(1));
        assertThat(machine.delivered(well)).endsWith("wellagain");
        assertThat(machine.delivered(hurt)).isEqualTo(delivered);
    }

    /// Delivery writes to a checkpoint that is sound.
    private Path checkpointOf(Damage damage) {
        return damage.name().contains("CHECKPOINT") ? Path.of("none") : checkpoint();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void withTheFilesPutBackEverythingIsDeliveredOnce(Damage damage) throws IOException {
        Map<Path, String> sound = files();
        damage.to(this);
        machine.start(streams);
        machine.pass(MINUTE);
        machine.losePower();
        for (Map.Entry<Path, String> file : sound.entrySet()) {
            if (!file.getKey().equals(checkpoint()) || damage.name().contains("CHECKPOINT")) {
                write(file.getKey(), file.getValue());
            }
        }
        startAgain();
        machine.pass(Duration.ofHours(1));
        assertThat(machine.delivered(hurt).equals(all(11))).isTrue();
        assertThat(machine.status(hurt).failures()).isZero();
    }

    /// 0 would say that nothing waits.
    @Test
    void withoutItsCheckpointNobodyKnowsWhatIsDeliveredAndStatusDoesNotSay() throws IOException {
        Damage.CHECKPOINT.to(this);
        machine.restart(streams);
        assertThat(machine.status(hurt).figures()).isEmpty();
        assertThat(machine.status(hurt).stopped()).isEmpty();
        machine.pass(MINUTE);
        StreamStatus status = machine.status(hurt);
        assertThat(status.figures()).isEmpty();
        assertThat(status.stopped().orElseThrow()).contains("checkpoint is damaged at");
        assertThat(status.recordsInFiles().orElseThrow()).isBetween(10L, 11L);
    }

    @Test
    void damagedLengthsAreFoundBeforeAnObjectIsCutByThem() throws IOException {
        Machine other = new Machine(2);
        other.start(streams);
        String[] batch = new String[12];
        Arrays.setAll(batch, DamagedLogTest::record);
        other.put(hurt, batch);
        Path segment = folder.resolve("00000000000000000000.log");
        try (DiskFile file = other.disk.open(segment)) {
            file.write(ByteBuffer.allocate(4), SEGMENT_HEADER_BYTES + FRAME_HEADER_BYTES);
        }
        other.run();
        assertThat(other.sink.objects()).isEmpty();
        assertThat(other.status(hurt).lastError().orElseThrow().code()).isEqualTo("LogDamaged");
    }

    @Test
    void whatHelpsAFileIsNotSaidOfATopic() {
        LogDamagedException lost =
                new LogDamagedException("The Kafka topic t", 7, "this message", "message 9");
        assertThat(DeliveryError.damaged(lost, hurt, Instant.EPOCH).message())
                .contains("The Kafka topic t is damaged at offset 7", "hydrant verify", "kafka.md")
                .doesNotContain("folder", "file");
        LogDamagedException hurtFile =
                new LogDamagedException(Path.of("log", "1"), 7, "a frame", "zeros");
        assertThat(DeliveryError.damaged(hurtFile, hurt, Instant.EPOCH).message())
                .contains("put back an undamaged copy of the file");
    }

    @Test
    void aDamagedStreamCanBeDeletedAndCreatedAnew() throws IOException {
        Damage.HEADER_OF_A_SEGMENT.to(this);
        startAgain();
        machine.run();
        machine.deliveries.deleted(hurt);
        machine.run();
        assertThat(machine.disk.exists(folder)).isFalse();
        machine.deliveries.created(hurt);
        machine.put(hurt, "new");
        machine.pass(MINUTE);
        assertThat(machine.figures(hurt).deliveredRecords()).isEqualTo(1);
    }

    /// Else every put of a client that tries again would look for the damage again.
    @Test
    void aDamagedLogIsNotReadAgainForEveryPut() throws IOException {
        Damage.HEADER_OF_A_FRAME.to(this);
        startAgain();
        machine.run();
        int[] calls = {0};
        machine.disk.trouble((call, file) -> calls[0]++);
        assertThatThrownBy(() -> machine.put(hurt, "x")).hasMessageContaining("Slow down.");
        assertThat(calls[0]).isZero();
    }

    private void startAgain() throws IOException {
        machine.roles = (role, stream) -> new Principal.Root("123456789012");
        machine.start(streams);
    }

    private void put(int index) {
        machine.put(hurt, record(index));
    }

    private static String record(int index) {
        return "%02d".formatted(index) + "x".repeat(RECORD_BYTES - 2);
    }

    private static String all(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(record(i));
        }
        return text.toString();
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    private List<Path> segments() throws IOException {
        return machine.disk.list(folder).stream()
                .filter(name -> name.toString().endsWith(".log"))
                .map(folder::resolve)
                .toList();
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new HashMap<>();
        for (Path name : machine.disk.list(folder)) {
            files.put(folder.resolve(name), read(folder.resolve(name)));
        }
        return files;
    }

    private String read(Path path) throws IOException {
        try (DiskFile file = machine.disk.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
            file.read(bytes, 0);
            return new String(bytes.array(), StandardCharsets.ISO_8859_1);
        }
    }

    private void write(Path path, String content) throws IOException {
        machine.disk.delete(path);
        try (DiskFile file = machine.disk.create(path)) {
            file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1)), 0);
            file.force();
        }
        machine.disk.sync(folder);
    }

    private void flip(Path path, long offset) throws IOException {
        StringBuilder content = new StringBuilder(read(path));
        content.setCharAt((int) offset, (char) (content.charAt((int) offset) ^ 0x40));
        write(path, content.toString());
    }

    private void replaceCheckpoint(String document) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(document.getBytes(StandardCharsets.UTF_8));
        write(
                checkpoint(),
                "hydrant checkpoint 1 crc32c=%08x\n".formatted((int) checksum.getValue())
                        + document);
    }
}
