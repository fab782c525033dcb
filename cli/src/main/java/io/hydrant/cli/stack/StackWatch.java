package io.hydrant.cli.stack;

import io.hydrant.cli.client.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/// Follows a stack until its operation ends, and tells each of its events once, in order.
final class StackWatch {
    /// AWS grants few of these calls a second to an account; a server of our own is asked more
    /// often.
    private static final Duration AWS_PAUSE = Duration.ofSeconds(3);

    private static final Duration LOCAL_PAUSE = Duration.ofMillis(200);

    private final CloudFormationClient cloudFormation;
    private final Duration pause;
    private final StackEvents events;
    private final Set<String> told = new HashSet<>();

    StackWatch(Clients clients, StackEvents events) {
        this.cloudFormation = clients.cloudFormation();
        this.pause = clients.target().isAws() ? AWS_PAUSE : LOCAL_PAUSE;
        this.events = events;
    }

    /// @param stack a name, or the id of a stack that may be deleted already
    Optional<Stack> find(String stack) {
        try {
            return cloudFormation
                    .describeStacks(request -> request.stackName(stack))
                    .stacks()
                    .stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            if (KnownStacks.isAbsent(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// What happened to the stack before is not told.
    void skipPast(String stackId) {
        cloudFormation
                .describeStackEventsPaginator(request -> request.stackName(stackId))
                .stackEvents()
                .forEach(event -> told.add(keyOf(event)));
    }

    Stack untilDone(String stackId) throws InterruptedException {
        while (true) {
            // The state first: events that come after it are then told in the next round.
            Stack stack = find(stackId).orElseThrow();
            tellNews(stackId);
            if (!stack.stackStatusAsString().endsWith("_IN_PROGRESS")) {
                return stack;
            }
            Thread.sleep(pause);
        }
    }

    private void tellNews(String stackId) {
        List<StackEvent> news = new ArrayList<>();
        for (StackEvent event :
                cloudFormation
                        .describeStackEventsPaginator(request -> request.stackName(stackId))
                        .stackEvents()) {
            if (!told.add(keyOf(event))) {
                break; // newest first: all further ones are told
            }
            news.add(event);
        }
        news.reversed().forEach(events::happened);
    }

    /// Ids of events have a time of milliseconds in them: a resource that is quick may enter a
    /// state, and tell more of it, within one.
    private static String keyOf(StackEvent event) {
        return event.eventId() + " " + event.resourceStatusReason();
    }
}
