package io.hydrant.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file system in memory (tmpfs), mounted for a test. Where the machine does not let us mount
/// one, the test is skipped.
final class SmallFileSystem implements AutoCloseable {
    private final Path root;

    private SmallFileSystem(Path root) {
        this.root = root;
    }

    /// @param options of `mount`, for example `size=64m`
    static SmallFileSystem mounted(Path root, String options) throws InterruptedException {
        boolean isMounted =
                run("mount", "-t", "tmpfs", "-o", options, "hydrant-test", root.toString());
        assumeTrue(isMounted, "a file system can be mounted here");
        return new SmallFileSystem(root);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean worked = process.waitFor() == 0;
            if (!worked) {
                System.out.println(String.join(" ", command) + ": " + output.strip());
            }
            return worked;
        } catch (IOException e) {
            return false;
        }
    }

    Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            run("umount", root.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
