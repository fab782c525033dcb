package io.hydrant.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryDiskTest extends DiskContract {
    private static final Path FOLDER = Path.of("/folder");
    private final MemoryDisk disk = new MemoryDisk();

    @BeforeEach
    void createFolder() throws IOException {
        disk.createDirectories(FOLDER);
    }

    @Override
    Disk disk() {
        return disk;
    }

    @Override
    Path directory() {
        return FOLDER;
    }

    @Test
    void whatWasForcedSurvivesAndWhatWasNotMayBeTorn() throws IOException {
        Set<String> found = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            MemoryDisk mine = new MemoryDisk();
            mine.createDirectories(FOLDER);
            Path file = FOLDER.resolve("a");
            DiskFile open = mine.create(file);
            write(open, "safe", 0);
            open.force();
            mine.sync(FOLDER);
            write(open, "-gone", 4);
            MemoryDisk after = mine.losePower(new SplittableRandom(seed));
            assertThatThrownBy(open::force).isInstanceOf(PowerCutException.class);
            found.add(text(after, file));
        }
        assertThat(found)
                .allMatch(text -> text.startsWith("safe"))
                .contains("safe", "safe-gone", "safe-go");
    }

    @Test
    void namesThatWereNotSyncedMayBeForgotten() throws IOException {
        Set<Boolean> found = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            MemoryDisk mine = new MemoryDisk();
            mine.createDirectories(FOLDER);
            mine.create(FOLDER.resolve("a")).force();
            MemoryDisk after = mine.losePower(new SplittableRandom(seed));
            found.add(after.exists(FOLDER.resolve("a")));
        }
        assertThat(found).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aDirectoryThatWasRemovedMayBeBackWithItsFiles() throws IOException {
        Set<Boolean> found = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            MemoryDisk mine = new MemoryDisk();
            Path directory = FOLDER.resolve("a");
            mine.createDirectories(directory);
            mine.create(directory.resolve("b")).force();
            mine.sync(directory);
            mine.delete(directory.resolve("b"));
            mine.delete(directory);
            MemoryDisk after = mine.losePower(new SplittableRandom(seed));
            found.add(after.exists(directory));
            assertThat(after.exists(directory) || !after.exists(directory.resolve("b"))).isTrue();
        }
        assertThat(found).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aDirectoryIsSureWhenItsCreationWasRepeatedAfterAKill() throws IOException {
        Path directory = FOLDER.resolve("a");
        disk.trouble((call, file) -> {
            if (call.equals("createdDirectory")) {
                disk.cutPower();
            }
        });
        assertThatThrownBy(() -> disk.createDirectories(directory))
                .isInstanceOf(PowerCutException.class);
        MemoryDisk killed = disk.killPrograms();
        assertThat(killed.exists(directory)).isTrue();
        killed.createDirectories(directory);
        for (int seed = 0; seed < 10; seed++) {
            assertThat(killed.losePower(new SplittableRandom(seed)).exists(directory)).isTrue();
        }
    }

    @Test
    void openFilesAreKnownUntilTheyAreClosed() throws IOException {
        Path file = FOLDER.resolve("a");
        disk.create(file).close();
        assertThat(disk.openForWriting()).isEmpty();
        try (DiskFile writing = disk.open(file);
                DiskFile reading = disk.openForReading(file)) {
            assertThat(disk.openForWriting()).containsExactly(file);
            assertThat(disk.openForReading()).containsExactly(file);
            assertThat(writing.length()).isEqualTo(reading.length());
        }
        assertThat(disk.openForWriting()).isEmpty();
        assertThat(disk.openForReading()).isEmpty();
    }

    @Test
    void aFullDiskTakesWhatFits() throws IOException {
        disk.capacity(10);
        try (DiskFile file = disk.create(FOLDER.resolve("a"))) {
            assertThatThrownBy(() -> write(file, "x".repeat(11), 0))
                    .hasMessage("No space left on device");
            assertThat(file.length()).isEqualTo(10);
            assertThat(disk.usableSpace(FOLDER)).isZero();
            file.truncate(0);
            write(file, "fits", 0);
        }
    }

    @Test
    void anyCallCanBeMadeToFail() throws IOException {
        disk.trouble((call, file) -> {
            if (call.equals("sync")) {
                throw new IOException("no");
            }
        });
        disk.create(FOLDER.resolve("a")).close();
        assertThatThrownBy(() -> disk.sync(FOLDER)).hasMessage("no");
    }
}
