package io.hydrant.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Polls for something that must come true before a deadline. Looks again after a millisecond at
/// first and later after a fiftieth of a second, so that what comes soon is seen soon, and what
/// takes long does not compete with those who look.
public record Wait(Duration patience) {
    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 20;

    /// A look at the world.
    @FunctionalInterface
    public interface Look<T> {
        T see() throws Exception;
    }

    public static Wait upTo(Duration patience) {
        return new Wait(patience);
    }

    public static Wait seconds(long patience) {
        return new Wait(Duration.ofSeconds(patience));
    }

    /// Returns once it is so. What the look throws ends the wait, as it does below.
    ///
    /// @throws AssertionError when it has not come by then
    public void until(String what, Look<Boolean> look) {
        until(what, look, Boolean::booleanValue);
    }

    /// Returns the first of what is seen that is enough.
    ///
    /// @throws AssertionError with what was seen last, when that has not come by then
    public <T> T until(String what, Look<T> look, Predicate<? super T> isEnough) {
        long deadline = System.nanoTime() + patience.toNanos();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        T seen = seen(what, look);
        while (!isEnough.test(seen)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + patience + ": " + what + ": " + seen);
            }
            pause(what, pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            seen = seen(what, look);
        }
        return seen;
    }

    private static <T> T seen(String what, Look<T> look) {
        try {
            return look.see();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("While waiting: " + what, e);
        }
    }

    private static void pause(String what, long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting: " + what, e);
        }
    }
}
