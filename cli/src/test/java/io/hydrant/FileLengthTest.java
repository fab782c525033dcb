package io.hydrant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds files to a length that their readers have patience for. What outgrows it hides a noun,
/// which becomes a class of its own.
class FileLengthTest {
    /// The length of today's longest file. It only ever becomes smaller.
    private static final int LINES_MAX = 445;

    @Test
    void noFileOfTheProgramIsLongerThanTheLongestWas() throws IOException {
        Set<String> outgrown = new TreeSet<>();
        for (Path file : mainFiles()) {
            int lines = Files.readAllLines(file).size();
            if (lines > LINES_MAX) {
                outgrown.add(file.getFileName() + " has " + lines + " lines");
            }
        }
        assertThat(outgrown).isEmpty();
    }

    private static List<Path> mainFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
            for (Path module : modules.toList()) {
                found.addAll(filesIn(module.resolve("src/main/java")));
            }
        }
        assertThat(found).hasSizeGreaterThan(500);
        return found;
    }

    private static List<Path> filesIn(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
