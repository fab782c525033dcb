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

/// Holds files to a length that their readers have patience for, and names to one meaning. What
/// outgrows its file hides a noun, which becomes a class of its own.
class SourceFilesTest {
    /// The length of today's longest file. It only ever becomes smaller.
    private static final int LINES_MAX = 442;

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

    @Test
    void noTwoTypesOfTheProgramHaveOneName() throws IOException {
        Set<String> names = new TreeSet<>();
        Set<String> twice = new TreeSet<>();
        for (Path file : mainFiles()) {
            String name = file.getFileName().toString();
            if (!name.equals("package-info.java") && !names.add(name)) {
                twice.add(name);
            }
        }
        assertThat(twice).isEmpty();
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
