package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.send.StreamCheck;
import io.hydrant.cli.send.StreamIdentity;
import io.hydrant.cli.stack.Deployment;
import io.hydrant.cli.stack.NetflixPipeline;
import io.hydrant.cli.stack.StackView;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkClientException;

/// The stream that rows are to go to: created when it is missing and the caller wants that.
final class StreamSearch {
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final SendOptions options;
    private final Clients clients;

    StreamSearch(SendOptions options, Clients clients) {
        this.options = options;
        this.clients = clients;
    }

    /// Waits for a server that is not there yet when rows are followed, or when the caller says how
    /// long.
    ///
    /// @throws CommandFailure that says what is missing
    StreamIdentity find() throws IOException, InterruptedException {
        Duration patience = options.patience(Duration.ZERO);
        long start = System.nanoTime();
        boolean isTold = false;
        while (true) {
            try {
                return findNow();
            } catch (SdkClientException e) {
                if (!Failures.isUnreachable(e) || System.nanoTime() - start >= patience.toNanos()) {
                    throw e;
                }
                if (!isTold) {
                    options.console()
                            .aside(
                                    "Nothing answers at %s; waiting for it."
                                            .formatted(
                                                    clients.stream(options.stream()).endpoint()));
                    isTold = true;
                }
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    private StreamIdentity findNow() throws IOException, InterruptedException {
        StreamCheck check = new StreamCheck(clients);
        if (options.create() && !check.exists(options.stream())) {
            Deployment.Wish wish = NetflixPipeline.wishFor(options.stream());
            new Deployment(clients, new StackView(options.console(), options.json()))
                    .carryOut(wish);
        }
        return check.ready(options.stream());
    }
}
