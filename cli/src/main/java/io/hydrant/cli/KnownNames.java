package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.stack.KnownStacks;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/// Names that a shell offers while somebody types. Whatever goes wrong, or takes long, there are
/// none: a person waits, and has asked for nothing.
final class KnownNames {
    private static final System.Logger LOG = System.getLogger(KnownNames.class.getName());

    /// What there are names of.
    enum Kind {
        streams,
        stacks
    }

    /// What the server may take to answer.
    private static final Duration SERVERS_TIME = Duration.ofMillis(300);

    /// What all of it may take, the loading of classes included.
    private static final Duration ALL_TIME = Duration.ofMillis(1500);

    /// More are of no help.
    private static final int NAMES_MAX = 500;

    private final TargetOptions target;

    KnownNames(TargetOptions target) {
        this.target = target;
    }

    List<String> of(Kind kind) throws InterruptedException {
        FutureTask<List<String>> asked = new FutureTask<>(() -> ask(kind));
        Thread.ofVirtual().start(asked);
        try {
            return asked.get(ALL_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "No names", e);
            return List.of();
        }
    }

    private List<String> ask(Kind kind) throws IOException {
        try (Clients clients = new Clients(target.target(), SERVERS_TIME, SERVERS_TIME)) {
            return switch (kind) {
                case streams ->
                        clients.pages().neediest(NAMES_MAX).streams().stream()
                                .map(ServerStatus.Stream::name)
                                .sorted()
                                .toList();
                case stacks ->
                        new KnownStacks(clients.cloudFormation())
                                .all().stream()
                                        .map(StackSummary::stackName)
                                        .limit(NAMES_MAX)
                                        .toList();
            };
        }
    }
}
