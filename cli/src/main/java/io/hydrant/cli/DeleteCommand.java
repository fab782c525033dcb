package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.stack.StackRemoval;
import io.hydrant.cli.stack.StackView;
import io.hydrant.cli.terminal.Console;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant delete`: deletes a stack, showing its events, and empties its buckets if asked to.
@Command(
        name = "delete",
        header = "Delete a stack, its buckets emptied if you say so.",
        sortOptions = false,
        description = {
            "Deletes a stack and everything it made, showing its events. A bucket that holds objects is not deleted, in AWS"
                    + " neither: the stack then ends in DELETE_FAILED and the bucket stays."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant delete --stack netflix",
            "  hydrant delete --stack netflix --empty-buckets     # the delivered objects too, all versions"
        })
final class DeleteCommand implements Callable<Integer> {
    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "The stack to delete. Its name by itself does, too.")
    private @Nullable String stack;

    @Parameters(paramLabel = "STACK", arity = "0..1", hidden = true)
    private @Nullable String byItself;

    @Option(
            names = "--empty-buckets",
            description =
                    "Delete all objects in the buckets that are deleted with the stack, with all their versions. They are gone then.")
    private boolean emptyBuckets;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    DeleteCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        String named = NamedOnce.required("--stack", stack, byItself, "delete --stack NAME");
        Console console = output.console();
        StackView view = new StackView(console, output.json());
        Consumer<String> notes = output.json() ? console::aside : console::line;
        try (Clients clients = target.connect()) {
            new StackRemoval(clients, view, notes).carryOut(named, emptyBuckets);
            return ExitStatus.DONE;
        }
    }
}
