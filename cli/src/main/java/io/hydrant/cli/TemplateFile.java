package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.terminal.Program;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;

/// A template that a command names.
final class TemplateFile {
    private static final Pattern PLACE = Pattern.compile("not well-formed\\. \\(line (\\d{1,9}),");

    private TemplateFile() {}

    /// What is wrong with a line that YAML does not take, if it is what nobody sees.
    static Optional<RuntimeException> tab(String text, CloudFormationException refusal) {
        String message = String.valueOf(refusal.awsErrorDetails().errorMessage());
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return Optional.empty();
        }
        int line = Integer.parseInt(place.group(1));
        return text.lines()
                .skip(Math.max(0, line - 1))
                .findFirst()
                .filter(found -> found.matches(" *\\t.*"))
                .map(_ ->
                        new CommandFailure(
                                message,
                                "Line %d is indented with a tab; YAML takes spaces only."
                                        .formatted(line)));
    }

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
