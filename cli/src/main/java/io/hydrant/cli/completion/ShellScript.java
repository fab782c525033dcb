package io.hydrant.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A completion script: one frame for each shell, kept as a resource, in which the lines about
/// commands and options are put.
public final class ShellScript {
    /// The shells that there is one for.
    public enum Shell {
        bash,
        zsh,
        fish
    }

    private final Commands commands;
    private final Commands.Described program;

    /// @param program with all its commands
    public ShellScript(CommandLine program) {
        this.commands = Commands.of(program);
        CommandSpec spec = program.getCommandSpec();
        this.program = Commands.described("", spec);
    }

    public String of(Shell shell) throws IOException {
        String frame = frame(shell);
        return switch (shell) {
            case bash, zsh ->
                    frame.replace(
                                    "@COMMANDS@",
                                    words(
                                            commands.all().stream()
                                                    .map(Commands.Described::name)
                                                    .toList()))
                            .replace("@VALUES@", cases(values()))
                            .replace("@OPTIONS@", cases(options()))
                            .replace("@ARGUMENTS@", cases(arguments()));
            case fish -> frame.replace("@LINES@", String.join("\n", fishLines()));
        };
    }

    private static String frame(Shell shell) throws IOException {
        String name = "hydrant." + shell;
        try (InputStream frame = ShellScript.class.getResourceAsStream(name)) {
            if (frame == null) {
                throw new IllegalStateException("There is no resource " + name);
            }
            return new String(frame.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String cases(List<String> lines) {
        return String.join("\n", lines).indent(4).stripTrailing();
    }

    private static String words(List<String> words) {
        return String.join(" ", words);
    }

    /// `'send --stream') _hydrant_ask streams ;;`: what comes after an option.
    private List<String> values() {
        List<String> lines = new ArrayList<>();
        for (Commands.Described command : commands.all()) {
            for (Commands.Flag flag : command.flags()) {
                if (!(flag.value() instanceof Expected.Nothing)) {
                    List<String> patterns =
                            flag.names().stream()
                                    .map(name -> "'" + command.name() + " " + name + "'")
                                    .toList();
                    lines.add(String.join(" | ", patterns) + ") " + call(flag.value()) + " ;;");
                }
            }
        }
        return lines;
    }

    private List<String> options() {
        List<String> lines = new ArrayList<>();
        lines.add("'') _hydrant_words '" + words(program.names()) + "' ;;");
        for (Commands.Described command : commands.all()) {
            lines.add(command.name() + ") _hydrant_words '" + words(command.names()) + "' ;;");
        }
        return lines;
    }

    private List<String> arguments() {
        return commands.all().stream()
                .map(command -> command.name() + ") " + call(command.argument()) + " ;;")
                .toList();
    }

    private static String call(Expected expected) {
        return switch (expected) {
            case Expected.Nothing() -> ":";
            case Expected.AnyText() -> ":";
            case Expected.Files() -> "_hydrant_files";
            case Expected.Streams() -> "_hydrant_ask streams";
            case Expected.Stacks() -> "_hydrant_ask stacks";
            case Expected.OneOf(List<String> words) -> "_hydrant_words '" + words(words) + "'";
        };
    }

    private List<String> fishLines() {
        List<String> lines = new ArrayList<>();
        program.flags().forEach(flag -> lines.add(fishOption("__fish_use_subcommand", flag)));
        for (Commands.Described command : commands.all()) {
            lines.add(
                    "complete -c hydrant -n __fish_use_subcommand -a %s -d '%s'"
                            .formatted(command.name(), quotable(command.header())));
            String within = "'__fish_seen_subcommand_from " + command.name() + "'";
            command.flags().forEach(flag -> lines.add(fishOption(within, flag)));
            String argument = fishValues(command.argument());
            if (!argument.isEmpty()) {
                lines.add("complete -c hydrant -n " + within + argument);
            }
        }
        return lines;
    }

    private static String fishOption(String condition, Commands.Flag flag) {
        StringBuilder line = new StringBuilder("complete -c hydrant -n " + condition);
        for (String name : flag.names()) {
            line.append(
                    name.startsWith("--")
                            ? " -l " + name.substring(2)
                            : " -s " + name.substring(1));
        }
        if (!(flag.value() instanceof Expected.Nothing)) {
            line.append(flag.value() instanceof Expected.Files ? " -r" : " -x")
                    .append(fishValues(flag.value()));
        }
        return line + " -d '" + quotable(flag.description()) + "'";
    }

    private static String fishValues(Expected expected) {
        return switch (expected) {
            case Expected.Nothing() -> "";
            case Expected.AnyText() -> "";
            case Expected.Files() -> " -F";
            case Expected.Streams() -> " -a '(__hydrant_names streams)'";
            case Expected.Stacks() -> " -a '(__hydrant_names stacks)'";
            case Expected.OneOf(List<String> words) -> " -a '" + words(words) + "'";
        };
    }

    private static String quotable(String text) {
        return text.replace("'", "’").replace("\\", "");
    }
}
