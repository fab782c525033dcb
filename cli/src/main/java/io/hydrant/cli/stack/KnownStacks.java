package io.hydrant.cli.stack;

import io.hydrant.cli.program.CommandFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/// The stacks of an account, and what happened to them.
public final class KnownStacks {
    private final CloudFormationClient cloudFormation;

    public KnownStacks(CloudFormationClient cloudFormation) {
        this.cloudFormation = cloudFormation;
    }

    /// Those that are not deleted, the youngest first.
    public List<StackSummary> all() {
        Set<StackStatus> wanted = new HashSet<>(StackStatus.knownValues());
        wanted.remove(StackStatus.DELETE_COMPLETE);
        return cloudFormation
                .listStacksPaginator(request -> request.stackStatusFilters(wanted))
                .stackSummaries()
                .stream()
                .toList();
    }

    /// The oldest first.
    ///
    /// @param stack a name, or the id of a stack that may be deleted
    /// @throws CommandFailure when there is none
    public List<StackEvent> eventsOf(String stack) {
        try {
            List<StackEvent> events = new ArrayList<>();
            cloudFormation
                    .describeStackEventsPaginator(request -> request.stackName(stack))
                    .stackEvents()
                    .forEach(events::add);
            return events.reversed();
        } catch (CloudFormationException e) {
            throw isAbsent(e) ? noSuchStack(stack) : e;
        }
    }

    /// Whether a refusal says that there is no such stack.
    static boolean isAbsent(CloudFormationException refusal) {
        String message = refusal.awsErrorDetails().errorMessage();
        return message != null && message.contains("does not exist");
    }

    static CommandFailure noSuchStack(String name) {
        return new CommandFailure(
                "There is no stack " + name + ".", "`hydrant stacks` lists those that there are.");
    }
}
