package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.catalog.Leases;
import io.hydrant.core.cloudformation.stack.LeaseLostException;
import io.hydrant.core.cloudformation.stack.StackId;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackRuns;
import io.hydrant.core.memory.Workroom;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Carries out the operations on stacks, each on a virtual thread of its own, one at a time per
/// stack. Every operation ends in a settled status. What stops one unexpectedly is logged, and the
/// stack goes the way of a failure with that as its reason; while not even this can be written down
/// it is tried again and again. Operations that a stopped server left in the middle go on at the
/// next start, or at another node ([Resumption]).
public final class Provisioner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Provisioner.class.getName());

    /// How long a stop waits for operations in the middle. What is not done then is taken up again
    /// at the next start.
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(10);

    /// How many operations are at work at once, or fewer when they take much memory; others wait.
    private static final int AT_WORK_MAX = 8;

    /// How often it is looked for operations whose node is gone.
    private static final Duration LOOK_FOR_LEFT = Duration.ofSeconds(2);

    private static final long LOOK_AGAIN_MILLIS = 100;

    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final StackRuns runs;
    private final Phases phases;
    private final Leases leases;
    private final Turns turns;
    private final Workroom room;
    private final CountDownLatch closing = new CountDownLatch(1);

    public Provisioner(StackRuns runs, Phases phases, Workroom room, Leases leases) {
        this.room = room;
        this.leases = leases;
        this.turns = new Turns(leases);
        this.runs = runs;
        this.phases = phases;
    }

    /// Refuses to wait any longer.
    @FunctionalInterface
    public interface Check {
        void run() throws IOException;
    }

    /// Writes down the first step of an operation, while nobody else works on its stack.
    @FunctionalInterface
    public interface Beginning {
        /// The run that has begun; empty when there is nothing to do.
        Optional<StackRun> begin() throws IOException;
    }

    /// What is done before an operation goes on.
    @FunctionalInterface
    private interface FirstStep {
        void take(StackRun run) throws IOException;
    }

    /// Begins an operation and returns at once; it goes on by itself.
    ///
    /// @param check refuses, while another works on the stack, when there is no use in waiting
    /// @return whether there was anything to do
    public boolean begin(String stackId, Check check, Beginning beginning) throws IOException {
        return begin(stackId, check, beginning, run -> {});
    }

    private boolean begin(String stackId, Check check, Beginning beginning, FirstStep first)
            throws IOException {
        Turns.Turn turn = turns.take(stackId, check);
        boolean working = false;
        try {
            Optional<StackRun> begun = beginning.begin();
            if (begun.isPresent()) {
                work(turn, begun.get(), first);
                working = true;
            }
            return working;
        } finally {
            if (!working) {
                turns.end(turn);
            }
        }
    }

    /// Takes up everything that a stopped server left in progress; where there are other nodes, now
    /// and then also what one of them left that is gone.
    public void takeUp() throws IOException {
        takeUpFree();
        if (leases.isShared()) {
            Thread.ofVirtual().name("stacks-of-nodes-that-are-gone").start(this::takeUpUntilClosed);
        }
    }

    private void takeUpFree() throws IOException {
        for (String id : leases.free(runs.inProgress())) {
            if (turns.of(id).isEmpty()) {
                revive(id);
            }
        }
    }

    private void takeUpUntilClosed() {
        try {
            while (!closing.await(LOOK_FOR_LEFT.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    takeUpFree();
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "It could not be seen what other nodes left", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Goes on with an operation that nobody works on, if there is one. Refused to no one: what
    /// cannot be read now is tried again when somebody asks for the stack.
    private void revive(String stackId) {
        try {
            boolean found = begin(stackId, () -> {}, () -> leftInProgress(stackId), phases::takeUp);
            LOG.log(Level.DEBUG, "Taking up {0}: {1}", stackId, found);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "The stack " + stackId + " cannot be taken up", e);
        }
    }

    private Optional<StackRun> leftInProgress(String stackId) throws IOException {
        Optional<StackRun> run =
                runs.load(stackId).filter(found -> found.stack().status().inProgress());
        run.ifPresent(found ->
                LOG.log(
                        Level.INFO,
                        "Taking up stack {0}, left in {1}",
                        found.stack().name(),
                        found.stack().status()));
        return run;
    }

    /// Who has to wait for room holds nothing meanwhile but the stack's id.
    private void work(Turns.Turn turn, StackRun begun, FirstStep first) {
        long weight = Math.max(begun.weight(), room.part(AT_WORK_MAX));
        Optional<Workroom.Place> place = room.tryEnter(weight);
        Optional<StackRun> run = place.map(entered -> begun);
        run.ifPresent(turn::attach);
        try {
            Thread.ofVirtual()
                    .name("stack-" + StackId.name(turn.stackId()))
                    .start(() -> work(turn, place, weight, run, first));
        } catch (Throwable notStarted) {
            place.ifPresent(Workroom.Place::close);
            throw notStarted;
        }
    }

    private void work(
            Turns.Turn turn,
            Optional<Workroom.Place> place,
            long weight,
            Optional<StackRun> begun,
            FirstStep first) {
        try (Workroom.Place mine = place.orElseGet(() -> room.await(weight))) {
            LOG.log(Level.DEBUG, "At work on {0} in {1}", turn.stackId(), mine);
            workUntilSettled(turn, begun, first);
        } finally {
            turns.end(turn);
        }
    }

    /// Whatever is thrown, the run that knows only what the catalog knows goes on.
    private void workUntilSettled(Turns.Turn turn, Optional<StackRun> begun, FirstStep first) {
        Optional<StackRun> run = begun;
        Optional<Throwable> trouble = Optional.empty();
        for (int failures = 0; closing.getCount() > 0; failures++) {
            try {
                if (run.isEmpty() || trouble.isPresent()) {
                    run = runs.load(turn.stackId());
                    run.ifPresent(turn::attach);
                }
                if (trouble.isPresent()) {
                    brokenOff(run, trouble.get());
                } else if (run.isPresent()) {
                    first.take(run.get());
                }
                if (run.isPresent()) {
                    phases.carryOut(run.get());
                }
                return;
            } catch (LeaseLostException lost) {
                LOG.log(
                        Level.INFO,
                        "Another node goes on with the operation on stack {0}",
                        turn.stackId());
                return;
            } catch (Throwable unexpected) {
                LOG.log(
                        Level.ERROR,
                        "The operation on stack "
                                + turn.stackId()
                                + " was broken off; it is ended as failed",
                        unexpected);
                trouble = Optional.of(unexpected);
                pause(failures);
            }
        }
    }

    private void brokenOff(Optional<StackRun> run, Throwable trouble) throws IOException {
        if (run.isPresent() && run.get().stack().status().inProgress()) {
            phases.brokenOff(run.get(), "Internal error: " + trouble);
        }
    }

    private void pauseMillis(long millis) throws IOException {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("The server stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for a stack", e);
        }
    }

    /// Not at all after the first failure, then for longer and longer; ends when the server stops.
    private void pause(int failures) {
        if (failures == 0) {
            return;
        }
        long seconds = Math.min(1L << Math.min(failures - 1, 10), PAUSE_MAX.toSeconds());
        try {
            boolean stops = closing.await(seconds, TimeUnit.SECONDS);
            LOG.log(Level.DEBUG, "The pause ended, stopping: {0}", stops);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks an operation to roll back where it next can.
    public void cancel(String stackId) throws IOException {
        Optional<Turns.Turn> turn = turns.of(stackId);
        if (turn.isPresent()) {
            turn.get().cancel();
        } else {
            leases.call(stackId);
        }
    }

    /// Waits for the operation on a stack that the catalog has in progress, but not longer than
    /// `limit`. One whose thread could not be started, or ended, is taken up again.
    public void await(String stackId, Duration limit) throws IOException {
        long left = limit.toMillis();
        Optional<Turns.Turn> turn = turns.of(stackId);
        while (turn.isEmpty() && left > 0 && leases.free(List.of(stackId)).isEmpty()) {
            left -= LOOK_AGAIN_MILLIS;
            pauseMillis(LOOK_AGAIN_MILLIS);
            turn = turns.of(stackId);
        }
        if (turn.isEmpty() && left > 0 && closing.getCount() > 0) {
            revive(stackId);
            turn = turns.of(stackId);
        }
        if (turn.isPresent()) {
            boolean ended = turn.get().awaitEnd(limit);
            LOG.log(Level.DEBUG, "Waited for {0}, ended: {1}", stackId, ended);
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        for (Turns.Turn left : turns.all()) {
            if (!left.awaitEnd(STOP_WAIT_MAX)) {
                LOG.log(
                        Level.WARNING,
                        "The operation on stack {0} is taken up again at the next start",
                        left.stackId());
            }
        }
    }
}
