package io.hydrant.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What every disk does.
abstract class DiskContract {
    abstract Disk disk();

    /// An existing directory, empty.
    abstract Path directory();

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Path file = directory().resolve("a");
        try (DiskFile created = disk().create(file)) {
            write(created, "hello", 0);
            write(created, "y world", 4);
            assertThat(created.length()).isEqualTo(11);
            created.force();
        }
        assertThat(text(file)).isEqualTo("helly world");
    }

    /// In pieces as they should be and as they should not, which only costs time.
    @Test
    void anUncachedFileHasWhatWasWritten() throws IOException {
        long seed = System.nanoTime();
        System.out.println("anUncachedFileHasWhatWasWritten: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int pieceBytes : List.of(1, 4095, 4096, 5000, 16_384, 64 * 1024)) {
            byte[] expected = new byte[200_000 + random.nextInt(10_000)];
            random.nextBytes(expected);
            Path file = directory().resolve("piece" + pieceBytes);
            ByteBuffer piece = new WriteBuffers(pieceBytes).borrow();
            try (DiskFile created = disk().createUncached(file)) {
                for (int at = 0; at < expected.length; at += pieceBytes) {
                    piece.clear()
                            .put(expected, at, Math.min(pieceBytes, expected.length - at))
                            .flip();
                    created.write(piece, at);
                    assertThat(piece.hasRemaining()).isFalse();
                }
                created.force();
                assertThat(created.length()).isEqualTo(expected.length);
                created.write(ByteBuffer.wrap(new byte[] {expected[1000]}), 1000);
            }
            assertThat(bytes(disk(), file)).isEqualTo(expected);
        }
    }

    @Test
    void readingBeyondTheEndSaysSo() throws IOException {
        try (DiskFile file = disk().create(directory().resolve("a"))) {
            write(file, "abc", 0);
            ByteBuffer into = ByteBuffer.allocate(10);
            assertThat(file.read(into, 1)).isEqualTo(2);
            assertThat(file.read(into, 3)).isEqualTo(-1);
        }
    }

    @Test
    void aGapIsZero() throws IOException {
        Path file = directory().resolve("a");
        try (DiskFile created = disk().create(file)) {
            write(created, "b", 2);
        }
        assertThat(text(file)).isEqualTo("\0\0b");
    }

    @Test
    void aTruncatedFileGrowsWithZeros() throws IOException {
        Path file = directory().resolve("a");
        try (DiskFile created = disk().create(file)) {
            write(created, "abcdef", 0);
            created.truncate(2);
            created.truncate(100);
            assertThat(created.length()).isEqualTo(2);
            write(created, "x", 3);
        }
        assertThat(text(file)).isEqualTo("ab\0x");
    }

    @Test
    void creatingWhatExistsAndOpeningWhatDoesNotIsRefused() throws IOException {
        Path file = directory().resolve("a");
        disk().create(file).close();
        assertThatThrownBy(() -> disk().create(file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk().createUncached(file))
                .isInstanceOf(FileAlreadyExistsException.class);
        Path missing = directory().resolve("missing");
        assertThatThrownBy(() -> disk().open(missing)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().openForReading(missing))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().create(missing.resolve("child")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().sync(missing)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().list(missing)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void renamingReplaces() throws IOException {
        Path from = directory().resolve("from");
        Path to = directory().resolve("to");
        fill(from, "new");
        fill(to, "old");
        disk().rename(from, to);
        disk().sync(directory());
        assertThat(disk().exists(from)).isFalse();
        assertThat(text(to)).isEqualTo("new");
    }

    @Test
    void aDirectoryIsRenamedWithAllThatIsInIt() throws IOException {
        Path from = directory().resolve("from");
        Path aside = directory().resolve("aside");
        disk().createDirectories(from.resolve("inner"));
        fill(from.resolve("inner/a"), "a");
        disk().createDirectories(aside);
        disk().rename(from, aside.resolve("to"));
        disk().sync(directory());
        disk().sync(aside);
        assertThat(disk().exists(from)).isFalse();
        assertThat(text(aside.resolve("to/inner/a"))).isEqualTo("a");
        assertThat(disk().list(aside.resolve("to"))).containsExactly(Path.of("inner"));
        assertThat(disk().lastModified(aside.resolve("to/inner/a"))).isNotNull();
        assertThatThrownBy(() -> disk().lastModified(from)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void listingIsSortedAndKnowsDirectories() throws IOException {
        fill(directory().resolve("b"), "");
        disk().createDirectories(directory().resolve("c/d"));
        fill(directory().resolve("a"), "");
        assertThat(disk().list(directory()))
                .containsExactly(Path.of("a"), Path.of("b"), Path.of("c"));
        assertThat(disk().exists(directory().resolve("c/d"))).isTrue();
    }

    @Test
    void deletingTakesFilesAndEmptyDirectoriesAndForgivesWhatIsMissing() throws IOException {
        Path folder = directory().resolve("folder");
        disk().createDirectories(folder);
        fill(folder.resolve("a"), "");
        assertThatThrownBy(() -> disk().delete(folder))
                .isInstanceOf(DirectoryNotEmptyException.class);
        disk().delete(folder.resolve("a"));
        disk().delete(folder.resolve("a"));
        disk().delete(folder);
        assertThat(disk().list(directory())).isEmpty();
    }

    @Test
    void thereIsRoomToWrite() throws IOException {
        assertThat(disk().usableSpace(directory())).isGreaterThan(1_000_000);
    }

    void fill(Path file, String text) throws IOException {
        try (DiskFile created = disk().create(file)) {
            write(created, text, 0);
        }
    }

    static void write(DiskFile file, String text, long offset) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), offset);
    }

    String text(Path file) throws IOException {
        return text(disk(), file);
    }

    static String text(Disk disk, Path file) throws IOException {
        return new String(bytes(disk, file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Disk disk, Path file) throws IOException {
        try (DiskFile opened = disk.openForReading(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) opened.length());
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = opened.read(bytes, bytes.position());
            }
            return bytes.array();
        }
    }
}
