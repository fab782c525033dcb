package io.hydrant.core.stream;

import java.time.Duration;
import java.time.Instant;

/// So much a second of something, and a second's worth at once after a rest. May go into debt,
/// which the time that follows pays off first. Guarded by whoever has it.
public final class TokenBucket {
    private static final double NANOS_A_SECOND = 1e9;

    private final double perSecond;
    private double tokens;
    private Instant filledAt;

    /// Full.
    public TokenBucket(double perSecond, Instant now) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.filledAt = now;
    }

    /// How much there is now; negative in debt. A clock that is set back gives nothing, and takes
    /// nothing.
    public double available(Instant now) {
        if (now.isAfter(filledAt)) {
            double seconds = Duration.between(filledAt, now).toNanos() / NANOS_A_SECOND;
            tokens = Math.min(perSecond, tokens + seconds * perSecond);
        }
        filledAt = now;
        return tokens;
    }

    /// Whether nothing is owed or used of what there may be.
    boolean isFull(Instant now) {
        return available(now) >= perSecond;
    }

    /// Whether there is as much, which is taken then.
    public boolean tryTake(double amount, Instant now) {
        boolean isThere = available(now) >= amount;
        if (isThere) {
            tokens -= amount;
        }
        return isThere;
    }

    /// Takes it, be it there or not.
    void take(double amount) {
        tokens -= amount;
    }
}
