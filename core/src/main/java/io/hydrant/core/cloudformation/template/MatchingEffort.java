package io.hydrant.core.cloudformation.template;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// What the values of one request may take to be matched against their patterns. A step is one atom
/// of a pattern held against one character of a value, some ten nanoseconds. What takes more than a
/// millisecond or so is done on a thread of its own, so that no carrier of other requests is held.
/// Belongs to one thread.
final class MatchingEffort {
    /// All together: less than a second.
    private static final long STEPS_MAX = 8_000_000;

    /// What is done at once.
    private static final long BRIEF_MAX = 50_000;

    /// What it takes to compile an atom, in steps.
    private static final long COMPILING = 20;

    private long left = STEPS_MAX;

    /// @throws io.hydrant.aws.ServiceException when it is too much
    <T> T spend(String parameter, long atoms, long characters, Callable<T> matching) {
        long steps = (atoms + 1) * (characters + COMPILING);
        left -= steps;
        if (left < 0) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: The AllowedPattern of parameter %s is too long for the"
                            + " values that it is to match: its parts, repeated as it says, times"
                            + " the characters are more than %d for all parameters together. Use"
                            + " MinLength and MaxLength for lengths.",
                    parameter, STEPS_MAX);
        }
        FutureTask<T> task = new FutureTask<>(matching);
        if (steps <= BRIEF_MAX) {
            task.run();
        } else {
            Thread.ofPlatform().daemon().name("allowed-pattern").start(task);
        }
        return result(task);
    }

    private static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a pattern was matched", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("A pattern could not be matched", e.getCause());
        }
    }
}
