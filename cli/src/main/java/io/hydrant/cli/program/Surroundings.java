package io.hydrant.cli.program;

import io.hydrant.cli.terminal.Console;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What a command finds around it: the terminal, the environment's variables, the user's home, the
/// time.
public record Surroundings(
        Console console, Map<String, String> environment, Path home, InstantSource clock) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    public static Surroundings ofProcess(Console console) {
        return new Surroundings(
                console, System.getenv(), home(System.getenv()), InstantSource.system());
    }

    /// As shells and other programs take it: Java itself asks the system's list of users instead.
    public static Path home(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home")));
    }

    /// A variable that is set and not empty.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    public Path defaultDataDirectory() {
        return home.resolve(".hydrant");
    }
}
