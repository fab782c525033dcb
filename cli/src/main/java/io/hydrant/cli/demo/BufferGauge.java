package io.hydrant.cli.demo;

import io.hydrant.cli.CommandFailure;
import io.hydrant.cli.client.HydrantPages;
import io.hydrant.cli.client.ServerStatus;
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
        this.last = ask();
        this.lastAsked = clock.instant();
    }

    ServerStatus.Stream read() throws IOException {
        Instant now = clock.instant();
        if (Duration.between(lastAsked, now).compareTo(FRESH_FOR) > 0) {
            last = ask();
            lastAsked = now;
        }
        return last;
    }

    private ServerStatus.Stream ask() throws IOException {
        return pages.status().stream(stream)
                .orElseThrow(() ->
                        new CommandFailure(
                                "The delivery stream " + stream + " is gone.",
                                "Was it deleted meanwhile?"));
    }
}
