package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.catalog.Leases;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who works on which stack: one at a time, over all nodes, from before an operation is written
/// down until after its last step is. Safe for use from many threads.
final class Turns {
    /// How long one waits for the turn of another that is just beginning or ending: much longer
    /// than that takes.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final ConcurrentMap<String, Turn> turns = new ConcurrentHashMap<>();
    private final Leases leases;

    Turns(Leases leases) {
        this.leases = leases;
    }

    /// One's turn on one stack. What cancels it before its operation has begun counts as well.
    static final class Turn {
        private final String stackId;
        private final CountDownLatch ended = new CountDownLatch(1);
        private Leases.@Nullable Lease lease;
        private @Nullable StackRun run;
        private boolean cancelled;

        private Turn(String stackId) {
            this.stackId = stackId;
        }

        String stackId() {
            return stackId;
        }

        /// The run that is at work from now on.
        synchronized void attach(StackRun working) {
            run = working;
            if (lease != null) {
                working.under(lease);
            }
            if (cancelled) {
                working.cancel();
            }
        }

        synchronized void cancel() {
            cancelled = true;
            if (run != null) {
                run.cancel();
            }
        }

        /// Whether it has ended, after waiting for that, but not longer than `limit`.
        boolean awaitEnd(Duration limit) throws IOException {
            try {
                return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for a stack", e);
            }
        }
    }

    /// Takes the turn on a stack, once whoever has it is done.
    ///
    /// @param check refuses, while another has the turn, when there is no use in waiting
    /// @throws io.hydrant.aws.ServiceException when the other is not done in time
    Turn take(String stackId, Provisioner.Check check) throws IOException {
        Turn mine = new Turn(stackId);
        for (long looks = PATIENCE.dividedBy(LOOK_AGAIN); looks > 0; looks--) {
            Turn other = turns.putIfAbsent(stackId, mine);
            if (other == null && leased(mine)) {
                return mine;
            }
            check.run();
            (other == null ? mine : other).awaitEnd(LOOK_AGAIN);
        }
        throw CloudFormationError.VALIDATION.because(
                "Another operation on stack %s is at work. Try again when it has ended.", stackId);
    }

    /// Whether no other node has the stack; then it is this one's.
    private boolean leased(Turn mine) throws IOException {
        boolean isLeased = false;
        try {
            mine.lease = leases.tryTake(mine.stackId(), mine::cancel).orElse(null);
            isLeased = mine.lease != null;
            return isLeased;
        } finally {
            if (!isLeased) {
                turns.remove(mine.stackId(), mine);
            }
        }
    }

    void end(Turn turn) {
        Leases.Lease lease = turn.lease;
        if (lease != null) {
            lease.release();
        }
        turns.remove(turn.stackId(), turn);
        turn.ended.countDown();
    }

    Optional<Turn> of(String stackId) {
        return Optional.ofNullable(turns.get(stackId));
    }

    List<Turn> all() {
        return List.copyOf(turns.values());
    }
}
