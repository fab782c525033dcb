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

    /// What CloudFormation says of a template, and of nothing else.
    private static final Pattern OF_TEMPLATE =
            Pattern.compile(
                    "(Template (format|error|validation|may not|references)|Unresolved resource|Unrecognized resource types"
                            + "|Circular dependency|Invalid template|Encountered unsupported).*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private TemplateFile() {}

    /// A refusal, with the file's name when it is about what is in the file.
    static RuntimeException fault(Path named, String text, CloudFormationException refusal) {
        String message = String.valueOf(refusal.awsErrorDetails().errorMessage());
        return OF_TEMPLATE.matcher(message).matches()
                ? new CommandFailure(named + ": " + message, tab(text, message).orElse(""))
                : refusal;
    }

    /// What is wrong with a line that YAML does not take, if it is what nobody sees.
    private static Optional<String> tab(String text, String message) {
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
                        "Line %d is indented with a tab; YAML takes spaces only.".formatted(line));
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
