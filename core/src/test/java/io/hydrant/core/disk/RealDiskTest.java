package io.hydrant.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
    @TempDir Path folder;

    @Override
    Disk disk() {
        return new RealDisk();
    }

    @Override
    Path directory() {
        return folder;
    }

    @Test
    void whatItMakesIsForItsOwnerOnly() throws IOException {
        Path made = folder.resolve("a/b");
        disk().createDirectories(made);
        fill(made.resolve("file"), "text");
        disk().createUncached(made.resolve("large")).close();
        assertThat(modes(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(modes(made)).isEqualTo("rwx------");
        assertThat(modes(made.resolve("file"))).isEqualTo("rw-------");
        assertThat(modes(made.resolve("large"))).isEqualTo("rw-------");
    }

    private static String modes(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
