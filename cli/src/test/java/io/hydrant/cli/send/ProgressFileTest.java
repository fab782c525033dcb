package io.hydrant.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sending keeps is for its owner only.
class ProgressFileTest {
    @TempDir private Path home;

    @Test
    void whatIsMadeIsForItsOwnerOnlyAlsoWhereOthersHadALook() throws IOException {
        Path usual = ProgressFile.usual(home, "http://127.0.0.1", "films", List.of("a.csv"));
        keep(usual);
        assertClosed();
        Files.setPosixFilePermissions(
                usual.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-r--r--"));
        Path left = Files.createFile(usual.resolveSibling(usual.getFileName() + ".new"));
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-rw-rw-"));
        keep(usual);
        assertClosed();
    }

    private static void keep(Path file) throws IOException {
        try (ProgressFile progress = ProgressFile.open(file)) {
            progress.write(new byte[] {1});
        }
    }

    private void assertClosed() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve(".hydrant"))) {
            assertThat(files.toList())
                    .hasSize(4)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .endsWith("------"));
        }
    }
}
