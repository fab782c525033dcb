package io.hydrant.cli.demo;

import io.hydrant.cli.client.HydrantPages;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.program.CommandFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How far a stream's buffer has filled. Asks the server now and then, not each time it is looked
/// at.
final class BufferGauge {
    private static final Duration FRESH_FOR = Duration.ofMillis(200);

    private final HydrantPages pages;
    private final String stream;
    private final InstantSource clock;
    private ServerStatus.Stream last;
    private Instant lastAsked;

    BufferGauge(HydrantPages pages, String stream, InstantSource clock) throws IOException {
        this.pages = pages;
        this.stream = stream;
        this.clock = clock;
        this.last = now();
        this.lastAsked = clock.instant();
    }

    /// For display: at most this old.
    ServerStatus.Stream lately() throws IOException {
        Instant time = clock.instant();
        if (Duration.between(lastAsked, time).compareTo(FRESH_FOR) > 0) {
            last = now();
            lastAsked = time;
        }
        return last;
    }

    /// For decisions: as it is now.
    ServerStatus.Stream now() throws IOException {
        return pages.status(stream)
                .find(stream)
                .orElseThrow(() ->
                        new CommandFailure(
                                "The delivery stream " + stream + " is gone.",
                                "Was it deleted meanwhile?"));
    }
}
