package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The catalog and the index of objects belong together. Whoever takes one of them away with all
/// that lies beside it, or puts another server's in its place, is told so.
class SeparatedDatabasesTest {
    @TempDir private Path folder;
    private Path data = Path.of("");

    @BeforeEach
    void leaveAServersState() throws IOException {
        data = folder.resolve("data");
        startAndStop(data);
    }

    @Test
    void aStoreThatIsGoneIsMissed() throws IOException {
        remove(data.resolve("s3"));
        assertRefused("index.db is missing", data.resolve("catalog.mark") + " knows");
        Files.createDirectory(data.resolve("s3")); // a disk that is not mounted
        assertRefused("index.db is missing", "not mounted");
        Files.createFile(data.resolve("s3/index.db"));
        assertRefused("index.db is empty");
    }

    @Test
    void aCatalogThatIsGoneIsMissed() throws IOException {
        removeCatalog(data);
        assertRefused("catalog.db is missing", data.resolve("s3/index.mark") + " knows");
    }

    @Test
    void anotherServersHalfIsRefused() throws IOException {
        Path other = folder.resolve("other");
        startAndStop(other);
        remove(data.resolve("s3"));
        copy(other.resolve("s3"), data.resolve("s3"));
        assertRefused("index.db is not the database that", "two servers");
        // Nor is it when it has not met its catalog.
        Files.delete(data.resolve("s3/index.mark"));
        assertRefused("index.db is not the database that");
    }

    @Test
    void whoMovesTheMarkAwayGoesOnAndIsTheSameFromThenOn() throws IOException {
        remove(data.resolve("s3"));
        Files.delete(data.resolve("catalog.mark"));
        startAndStop(data);
        startAndStop(data);
        removeCatalog(data);
        assertRefused("catalog.db is missing");
        Files.delete(data.resolve("s3/index.mark"));
        startAndStop(data);
        remove(data.resolve("s3"));
        assertRefused("index.db is missing");
    }

    @Test
    void whatAnOlderVersionLeftIsTakenUp() throws IOException {
        for (String name : List.of("catalog.mark", "s3/index.mark")) {
            Path mark = data.resolve(name);
            Files.write(mark, withoutOther(Files.readAllBytes(mark)));
        }
        startAndStop(data);
        remove(data.resolve("s3"));
        assertRefused("index.db is missing");
    }

    /// As the versions before wrote it.
    private static byte[] withoutOther(byte[] mark) {
        String first = new String(mark, 0, 512, StandardCharsets.US_ASCII);
        String line = first.lines().skip(1).findFirst().orElseThrow();
        assertThat(line).contains(" other=");
        String older = line.substring(0, line.indexOf(" other=")) + "\n";
        CRC32C sum = new CRC32C();
        sum.update(older.getBytes(StandardCharsets.US_ASCII));
        byte[] slot = new byte[512];
        Arrays.fill(slot, (byte) ' ');
        byte[] text =
                "hydrant mark 1 crc32c=%08x\n%s"
                        .formatted(sum.getValue(), older)
                        .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, slot, 0, text.length);
        return slot;
    }

    private void assertRefused(String... told) throws IOException {
        Map<String, Integer> before = contents();
        assertThatThrownBy(() -> startAndStop(data))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(told)
                .hasMessageContaining("Nothing was changed or deleted")
                .hasMessageContaining("To go on without what is missing, move ");
        assertThat(contents()).isEqualTo(before);
    }

    private Map<String, Integer> contents() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(
                        data.relativize(file).toString(),
                        Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private static void startAndStop(Path data) throws IOException {
        try (Hydrant hydrant = Hydrant.start(ServerSettings.local(data))) {
            assertThat(hydrant.endpoint()).isNotNull();
        }
    }

    private static void removeCatalog(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith("catalog.")) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
