package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.stack.KnownStacks;
import io.hydrant.cli.stack.StackView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/// `hydrant stacks`: lists the stacks, or shows the events of one.
@Command(
        name = "stacks",
        header = "List stacks, or show what happened to one.",
        sortOptions = false,
        description = {
            "Lists the stacks that are not deleted: name, status, and since when, that is when the operation began that led to"
                    + " it. With a name, shows the events of that stack, the oldest first."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant stacks",
            "  hydrant stacks netflix",
            "  hydrant stacks netflix --json",
            "",
            "A stack that is deleted is found by its id only, as in AWS."
        })
final class StacksCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STACK",
            arity = "0..1",
            description = "The stack, by name or id, whose events to show. Nothing: the list.")
    private @Nullable String stack;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    StacksCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (Clients clients = target.connect()) {
            KnownStacks stacks = new KnownStacks(clients.cloudFormation());
            StackView view = StackView.ofHistory(output.console(), output.json());
            if (stack != null) {
                stacks.eventsOf(stack).forEach(view::happened);
                return ExitStatus.DONE;
            }
            List<StackSummary> all = stacks.all();
            if (all.isEmpty() && !output.json()) {
                output.console().hint("There are no stacks; `hydrant deploy` makes one.");
            }
            view.list(all);
            return ExitStatus.DONE;
        }
    }
}
