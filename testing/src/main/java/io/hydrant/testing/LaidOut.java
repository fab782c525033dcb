package io.hydrant.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Jars of servers that run as processes of their own, which a module of the build lays out in its
/// `target/lib`.
final class LaidOut {
    /// For a server of a test, which lives for seconds and has no use for the optimising compiler.
    static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

    private LaidOut() {}

    /// The program `java` that runs this.
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The folder, looked for from here upwards.
    static Path jarsOf(String module) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path jars = at.resolve(module).resolve("target/lib");
            if (Files.isDirectory(jars)) {
                return jars;
            }
        }
        throw new IllegalStateException(
                "There is no %1$s/target/lib: ./mvnw -pl %1$s process-resources makes it"
                        .formatted(module));
    }
}
