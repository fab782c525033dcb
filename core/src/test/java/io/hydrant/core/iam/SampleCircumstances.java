package io.hydrant.core.iam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Circumstances for tests that do not care.
public final class SampleCircumstances {
    /// A request over plain HTTP from a network of one's own, with long-term credentials.
    public static final Circumstances PLAIN = at(Instant.parse("2026-11-22T20:00:00Z"));

    private SampleCircumstances() {}

    public static Circumstances at(Instant time) {
        return new Circumstances(
                time,
                false,
                "us-east-1",
                Optional.of("10.1.2.3"),
                Optional.of("test/1.0"),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
