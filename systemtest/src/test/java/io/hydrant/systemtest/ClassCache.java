package io.hydrant.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The program's classes, parsed and linked, as the launcher keeps them too: with them the program
/// starts in about half the time. Made once per build, by playing a short demo; two processes that
/// test side by side may each make it, and the last takes the place.
final class ClassCache {
    private static Optional<Path> known = Optional.empty();

    private ClassCache() {}

    /// Empty when it cannot be made.
    static synchronized Optional<Path> file() throws IOException {
        if (known.isEmpty()) {
            Path file = Program.root().resolve("cli/target/program.aot");
            if (isCurrent(file) || make(file)) {
                known = Optional.of(file);
            }
        }
        return known;
    }

    private static boolean isCurrent(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(file);
        Path target = Program.root().resolve("cli/target");
        try (Stream<Path> libraries = Files.list(target.resolve("lib"));
                Stream<Path> program = Files.list(target)) {
            for (Path each : Stream.concat(libraries, program).toList()) {
                if (each.toString().endsWith(".jar")
                        && Files.getLastModifiedTime(each).compareTo(made) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean make(Path file) throws IOException {
        Path fresh = file.resolveSibling("program.aot.of-" + ProcessHandle.current().pid());
        List<String> command = Program.java();
        command.add("-XX:AOTCacheOutput=" + fresh);
        command.addAll(Program.main());
        command.addAll(List.of("demo", "--max", "--rows", "3", "-p"));
        command.add("BufferingIntervalInSeconds=0");
        Program.Ended ended = Program.run(Map.of(), Program.root(), command.toArray(String[]::new));
        if (ended.status() != 0 || !Files.exists(fresh)) {
            System.out.println("No class cache, so that all starts are slow: " + ended.output());
            return false;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
