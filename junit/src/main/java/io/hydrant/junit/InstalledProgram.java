package io.hydrant.junit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the `hydrant` program is: what the system property `hydrant.program` names, what the
/// variable HYDRANT names, or the first on the PATH. It is a program of its own, so that tests may
/// run on another Java than it needs.
final class InstalledProgram {
    private static final Pattern PATH_SEPARATOR =
            Pattern.compile(File.pathSeparator, Pattern.LITERAL);

    private InstalledProgram() {}

    static Path find() {
        return find(Optional.ofNullable(System.getProperty("hydrant.program")), System.getenv());
    }

    static Path find(Optional<String> property, Map<String, String> environment) {
        Optional<String> named =
                property.or(() -> Optional.ofNullable(environment.get("HYDRANT")))
                        .filter(name -> !name.isBlank());
        if (named.isPresent()) {
            Path program = Path.of(named.get()).toAbsolutePath();
            if (!Files.isExecutable(program)) {
                throw new IllegalStateException(
                        "There is no program "
                                + program
                                + ", which "
                                + origin(property)
                                + " names");
            }
            return program;
        }
        return onPath(environment.getOrDefault("PATH", ""))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "There is no hydrant on the PATH. Install it, or name the program: HYDRANT=/path/to/hydrant"
                                        + " in the environment, or -Dhydrant.program=/path/to/hydrant"));
    }

    private static String origin(Optional<String> property) {
        return property.isPresent() ? "the system property hydrant.program" : "HYDRANT";
    }

    private static Optional<Path> onPath(String path) {
        Stream<String> folders = Arrays.stream(PATH_SEPARATOR.split(path));
        return folders.filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve("hydrant"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
