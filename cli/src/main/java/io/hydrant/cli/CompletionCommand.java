package io.hydrant.cli;

import io.hydrant.cli.completion.ShellScript;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hydrant completion`: prints what a shell needs to complete this program's commands.
@Command(
        name = "completion",
        header = "Print a completion script for bash, zsh or fish.",
        sortOptions = false,
        description =
                "Prints a script with which the shell completes commands, options and files, and the names of the streams and stacks"
                        + " that the server has, if it answers at once.",
        footer = {
            "",
            "Examples:",
            "  source <(hydrant completion bash)       # in ~/.bashrc; zsh likewise, in ~/.zshrc",
            "  hydrant completion fish | source        # in ~/.config/fish/config.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "SHELL", arity = "0..1", description = "bash, zsh or fish.")
    private ShellScript.@Nullable Shell shell;

    @Option(
            names = "--names",
            hidden = true,
            description = "Print the names of these, for a completion script.")
    private KnownNames.@Nullable Kind names;

    @Mixin private final TargetOptions target;

    @Spec private @Nullable CommandSpec spec;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (names != null) {
            new KnownNames(target).of(names).forEach(surroundings.console()::line);
            return ExitStatus.DONE;
        }
        if (shell == null || spec == null) {
            throw CommandFailure.wrongUsage(
                    "For which shell?", "There are bash, zsh and fish: `hydrant completion bash`");
        }
        surroundings.console().line(new ShellScript(spec.root().commandLine()).of(shell));
        return ExitStatus.DONE;
    }

    /// What the command was called once: for bash, and zsh by way of its bashcompinit.
    @Command(
            name = "generate-completion",
            hidden = true,
            header = "Print a completion script for bash and zsh.")
    static final class Former implements Callable<Integer> {
        private final Surroundings surroundings;

        @Spec private @Nullable CommandSpec spec;

        Former(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            if (spec != null) {
                surroundings
                        .console()
                        .line(AutoComplete.bash("hydrant", spec.root().commandLine()));
            }
            return ExitStatus.DONE;
        }
    }
}
