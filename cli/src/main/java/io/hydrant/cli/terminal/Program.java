package io.hydrant.cli.terminal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// This program, as its user calls it. Texts name its commands like `hydrant status`; what is shown
/// can be pasted into the shell from which it was called.
///
/// @param call what stands for `hydrant` in a shell, quoted where it must be
/// @param folder where it lies, with the examples that come with it
public record Program(String call, Optional<Path> folder) {
    /// Found on the PATH.
    public static final Program ON_PATH = new Program("hydrant", Optional.empty());

    private static final Path EXAMPLES = Path.of("examples");

    private static final Pattern COMMAND =
            Pattern.compile(
                    "(?<![\\w./-])hydrant(?= (?:serve|demo|deploy|delete|stacks|events|send|status|top|nodes|flush|ls|cat|verify|redrive|backup|check|env|migrate"
                            + "|completion|generate-completion|COMMAND|--help|--version)\\b)");

    /// The launcher tells.
    static Program ofProcess() {
        String path = System.getProperty("hydrant.call", "");
        String shell = System.getProperty("hydrant.shell", "");
        String call = path.isEmpty() ? ON_PATH.call() : ShellWord.of(path);
        String folder = System.getProperty("hydrant.folder", "");
        return new Program(
                shell.isEmpty() ? call : shell + " " + call,
                folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder)));
    }

    /// A text that names commands, with the name by which the program was called.
    public String in(String text) {
        return COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(call));
    }

    /// A file as it is named; one of the examples is also found from elsewhere.
    public Path found(Path named) {
        boolean isExample = named.startsWith(EXAMPLES) && !Files.exists(named);
        return folder.filter(_ -> isExample)
                .map(root -> root.resolve(named))
                .filter(Files::exists)
                .orElse(named);
    }
}
