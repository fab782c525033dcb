package io.hydrant.core.cloudformation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/// The system's clock, which stops whoever looks at it once too often.
final class StoppingClock implements InstantSource {
    private final AtomicInteger looksLeft = new AtomicInteger(Integer.MAX_VALUE);

    void stopAfter(int looks) {
        looksLeft.set(looks);
    }

    boolean isStopped() {
        return looksLeft.get() <= 0;
    }

    @Override
    public Instant instant() {
        if (looksLeft.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1))
                <= 0) {
            throw new ServerStoppedException();
        }
        return InstantSource.system().instant();
    }
}
