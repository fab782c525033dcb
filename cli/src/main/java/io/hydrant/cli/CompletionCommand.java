package io.hydrant.cli;

import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `hydrant generate-completion`: prints a completion script for bash and zsh.
@Command(
        name = "generate-completion",
        header = "Print a completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(hydrant generate-completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec private @Nullable CommandSpec spec;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            surroundings.console().line(AutoComplete.bash("hydrant", spec.root().commandLine()));
        }
        return ExitStatus.DONE;
    }
}
