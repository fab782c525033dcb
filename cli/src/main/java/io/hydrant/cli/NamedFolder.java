package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The data directory that a command names.
final class NamedFolder {
    private NamedFolder() {}

    /// @throws CommandFailure when it is something else
    static void check(@Nullable Path named) {
        if (named != null && Files.exists(named) && !Files.isDirectory(named)) {
            throw new CommandFailure(
                    named + " is a file; a server keeps its state in a folder.",
                    "Name a folder with --data; it is made when it is not there.");
        }
    }
}
