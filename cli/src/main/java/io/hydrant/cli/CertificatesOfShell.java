package io.hydrant.cli;

import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.ShellWord;
import java.nio.file.Path;
import java.util.Optional;

/// The lines of `hydrant env` about AWS_CA_BUNDLE, which a shell may have had for other services.
/// Variables of our own remember what was set and what it was before.
final class CertificatesOfShell {
    private static final String BUNDLE = "AWS_CA_BUNDLE";

    /// What `hydrant env` set it to.
    private static final String OURS = "HYDRANT_ENV_CA_BUNDLE";

    /// What it was then, if anything.
    private static final String BEFORE = "HYDRANT_ENV_CA_BUNDLE_BEFORE";

    private final Surroundings surroundings;
    private final Console console;

    CertificatesOfShell(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.console = surroundings.console();
    }

    void set(Path file) {
        String path = file.toAbsolutePath().toString();
        Optional<String> before = surroundings.variable(isOurs() ? BEFORE : BUNDLE);
        export(BUNDLE, path);
        export(OURS, path);
        before.ifPresentOrElse(value -> export(BEFORE, value), () -> unset(BEFORE));
    }

    /// As it was before, unless somebody else has set it since.
    void takeBack() {
        if (isOurs()) {
            surroundings
                    .variable(BEFORE)
                    .ifPresentOrElse(value -> export(BUNDLE, value), () -> unset(BUNDLE));
        }
        unset(OURS);
        unset(BEFORE);
    }

    private boolean isOurs() {
        Optional<String> ours = surroundings.variable(OURS);
        return ours.isPresent() && ours.equals(surroundings.variable(BUNDLE));
    }

    private void export(String name, String value) {
        console.line("export " + name + "=" + ShellWord.quoted(value));
    }

    private void unset(String name) {
        if (surroundings.variable(name).isPresent()) {
            console.line("unset " + name);
        }
    }
}
