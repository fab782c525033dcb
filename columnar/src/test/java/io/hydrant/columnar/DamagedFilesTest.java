package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.hydrant.columnar.reading.ColumnarKind;
import io.hydrant.columnar.reading.UnreadableFileException;
import io.hydrant.core.stream.destination.Serializer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that are not what they say: each is read or refused, in little time and little memory.
class DamagedFilesTest {
    private static final Duration TIME = Duration.ofMillis(250);

    /// What reading one small file may allocate, all in all, with the room that it is given.
    private static final long BYTES_MAX = 600L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<Serializer> both() {
        return List.of(Written.parquet(Written.PARQUET), Written.orc(Written.ORC));
    }

    @ParameterizedTest
    @MethodSource("io.hydrant.columnar.ColumnarReaderTest#everyWay")
    void damageAnywhereIsRefusedOrReadAsItIs(Serializer serializer) throws Exception {
        byte[] file = Written.object(SampleTable.SCHEMA, serializer, SampleTable.rows(40));
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Instant end = Instant.now().plus(TIME);
        int refused = 0;
        while (Instant.now().isBefore(end)) {
            byte[] damaged = file.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[damageable(random, file.length)] = (byte) random.nextInt();
            }
            refused += read(damaged, seed) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    /// Half of the damage is to what describes the rest, at the end.
    private static int damageable(Random random, int length) {
        int from = random.nextBoolean() ? Math.max(4, length - 1500) : 4;
        return from + random.nextInt(length - from);
    }

    @ParameterizedTest
    @MethodSource("both")
    void cutFilesAreRefused(Serializer serializer) throws Exception {
        byte[] file = Written.object(SampleTable.SCHEMA, serializer, SampleTable.ROWS);
        for (int length = 10; length < file.length; length += 1 + file.length / 300) {
            byte[] cut = Arrays.copyOf(file, length);
            if (ColumnarKind.of(cut).isPresent()) {
                assertThatThrownBy(() -> Read.lines(cut))
                        .isInstanceOf(UnreadableFileException.class)
                        .hasMessageStartingWith("The file is damaged: ");
            }
        }
        byte[] last = Arrays.copyOf(file, file.length - 1);
        assertThatThrownBy(() -> Read.lines(last))
                .hasMessage("The file is damaged: it is cut off, or was never finished.");
    }

    @ParameterizedTest
    @MethodSource("both")
    void whatNeedsMoreMemoryThanItMayHaveIsRefused(Serializer serializer) throws Exception {
        byte[] file = Written.object(SampleTable.SCHEMA, serializer, SampleTable.rows(1000));
        assertThatThrownBy(() -> Read.lines(file, 100))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage(
                        "The file needs more memory at once than the 100 bytes that it may have.");
    }

    @Test
    void textThatBeginsAlikeIsNeither() {
        assertThat(ColumnarKind.of("ORCHARD,PEAR\nORC,ELF\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Optional.empty());
        assertThat(ColumnarKind.of("PAR1,PAR2\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Optional.empty());
        assertThat(ColumnarKind.of(new byte[0])).isEqualTo(Optional.empty());
    }

    /// Whether it could be read; anything but a clear refusal fails.
    private static boolean read(byte[] file, long seed) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        try {
            Read.lines(file);
            return true;
        } catch (IOException refused) {
            assertThat(refused.getMessage()).as("seed %d", seed).startsWith("The file ");
            return false;
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("seed %d", seed)
                    .isLessThan(BYTES_MAX);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("seed %d", seed)
                    .isLessThan(Duration.ofSeconds(20));
        }
    }
}
