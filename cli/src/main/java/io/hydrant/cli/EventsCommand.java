package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.stack.FollowedStack;
import io.hydrant.cli.stack.KnownStacks;
import io.hydrant.cli.stack.StackView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant events`: what happened to a stack, and what happens to it.
@Command(
        name = "events",
        header = "Show what happened to a stack, and what happens to it.",
        sortOptions = false,
        description = {
            "Shows the events of a stack, the oldest first. With --follow it goes on until nothing happens any more, and its exit"
                    + " status says how that ended: 0 when the stack is created, updated or deleted, 1 when that failed."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant events netflix",
            "  hydrant events netflix --follow && hydrant status",
            "",
            "A stack that is deleted is found by its id only, as in AWS. `hydrant stacks` lists the others."
        })
final class EventsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STACK", description = "The stack, by name or id.")
    private String stack = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Show further events as they happen, until the stack is settled.")
    private boolean follow;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    EventsCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Clients clients = target.connect()) {
            StackView view = StackView.ofHistory(output.console(), output.json());
            if (follow) {
                new FollowedStack(clients, view).untilSettled(stack);
            } else {
                new KnownStacks(clients.cloudFormation()).eventsOf(stack).forEach(view::happened);
            }
            return ExitStatus.DONE;
        }
    }
}
