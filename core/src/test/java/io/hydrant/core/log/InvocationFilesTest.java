package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvocationFilesTest {
    private static final Path DIRECTORY = Path.of("/log");
    private static final int LIMIT = 10;

    private final MemoryDisk disk = new MemoryDisk();
    private InvocationFiles files = new InvocationFiles(disk, DIRECTORY, LIMIT);

    @BeforeEach
    void create() throws IOException {
        disk.createDirectories(DIRECTORY);
    }

    @Test
    void theLastAreKeptAtTheLimitAndOneBeyond() throws IOException {
        add(0, 2 * LIMIT);
        assertThat(known(2 * LIMIT)).hasSize(2 * LIMIT);
        add(2 * LIMIT, 2 * LIMIT + 1);
        assertThat(known(2 * LIMIT + 1)).first().isEqualTo((long) LIMIT);
        assertThat(known(2 * LIMIT + 1)).hasSize(LIMIT + 1);
        add(2 * LIMIT + 1, 500);
        assertThat(known(500)).hasSizeBetween(LIMIT, 2 * LIMIT).last().isEqualTo(499L);
        assertThat(disk.usedBytes()).isLessThanOrEqualTo(2L * LIMIT * TakenRequest.BYTES);
    }

    @Test
    void anotherStartFindsThemInTheirOrder() throws IOException {
        for (int count : new int[] {3, LIMIT, LIMIT + 1, 2 * LIMIT, 3 * LIMIT + 4}) {
            MemoryDisk other = new MemoryDisk();
            other.createDirectories(DIRECTORY);
            files = new InvocationFiles(other, DIRECTORY, LIMIT);
            add(0, count);
            files = new InvocationFiles(other.killPrograms(), DIRECTORY, LIMIT);
            List<Long> told = new ArrayList<>();
            assertThat(files.load(1000, request -> told.add(request.position()))).isEqualTo(count);
            assertThat(told).hasSizeGreaterThanOrEqualTo(Math.min(count, LIMIT));
            add(count, count + 1);
            assertThat(known(count + 1))
                    .hasSizeGreaterThanOrEqualTo(Math.min(count + 1, LIMIT))
                    .last()
                    .isEqualTo((long) count);
        }
    }

    /// What is told to be known is there, however much of what was not forced is lost.
    @Test
    void whatIsLostInAPowerCutIsNotSaidToBeKnown() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MemoryDisk now = new MemoryDisk();
            now.createDirectories(DIRECTORY);
            files = new InvocationFiles(now, DIRECTORY, 150);
            int count = 0;
            for (int life = 0; life < 4; life++) {
                int end = count + random.nextInt(400);
                while (count < end) {
                    files.add(request(count++));
                    if (random.nextInt(20) == 0) {
                        files.flush();
                    }
                    if (random.nextInt(100) == 0) {
                        files.force();
                    }
                }
                now = now.losePower(random);
                files = new InvocationFiles(now, DIRECTORY, 150);
                count = (int) files.load(count, request -> {});
                List<Long> known = known(count);
                assertThat(known)
                        .as("seed %d", seed)
                        .hasSizeGreaterThanOrEqualTo(Math.min(count, 150));
                if (!known.isEmpty()) {
                    assertThat(known.getLast()).as("seed %d", seed).isEqualTo(count - 1L);
                    assertThat(known.getFirst())
                            .as("seed %d", seed)
                            .isEqualTo((long) count - known.size());
                }
            }
        }
    }

    @Test
    void whatTellsOfRecordsBehindTheEndOfTheLogIsForgotten() throws IOException {
        add(0, 8);
        files = new InvocationFiles(disk.killPrograms(), DIRECTORY, LIMIT);
        assertThat(files.load(5, request -> {})).isEqualTo(5);
        assertThat(known(8)).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    private void add(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            files.add(request(i));
            files.flush();
        }
    }

    private List<Long> known(int to) throws IOException {
        List<Long> known = new ArrayList<>();
        for (int i = 0; i < to; i++) {
            files.find(request(i)).ifPresent(known::add);
        }
        return known;
    }

    private static TakenRequest request(int i) {
        return new TakenRequest(i * 31L, ~i, i, 1, 100, 7 * i);
    }
}
