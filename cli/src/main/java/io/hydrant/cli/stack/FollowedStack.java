package io.hydrant.cli.stack;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/// A stack whose events are told, those from before and those to come, until it is settled.
public final class FollowedStack {
    private final StackWatch watch;

    public FollowedStack(Clients clients, StackEvents events) {
        this.watch = new StackWatch(clients, events);
    }

    /// @param stack a name, or the id of a stack that may be deleted
    /// @throws CommandFailure when there is none, or when what was done to it has failed
    public void untilSettled(String stack) throws InterruptedException {
        Stack found = watch.find(stack).orElseThrow(() -> KnownStacks.noSuchStack(stack));
        Stack settled = watch.untilDone(found.stackId());
        String status = settled.stackStatusAsString();
        if (status.endsWith("_FAILED") || status.contains("ROLLBACK")) {
            String reason =
                    Optional.ofNullable(settled.stackStatusReason())
                            .map(words -> " " + words.strip())
                            .orElse("");
            throw new CommandFailure(
                    "The stack %s ended in %s.%s".formatted(settled.stackName(), status, reason),
                    "The first event that ends in _FAILED has the cause.");
        }
    }
}
