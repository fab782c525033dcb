package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.terminal.Program;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A template that a command names.
final class TemplateFile {
    private TemplateFile() {}

    /// @throws CommandFailure when it cannot be one
    static String text(Path named, Program program) throws IOException {
        Path file = program.found(named);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(
                    named + " is a folder.", "Name the template file in it, YAML or JSON.");
        }
        try {
            String text = Files.readString(file);
            if (text.isBlank()) {
                throw new CommandFailure(
                        named + " is empty.", "Give a template file, YAML or JSON.");
            }
            return text;
        } catch (MalformedInputException e) {
            throw new CommandFailure(
                    named + " is not UTF-8 text.", "Give a template file, YAML or JSON.");
        }
    }
}
