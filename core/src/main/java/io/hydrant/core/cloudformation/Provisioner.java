package io.hydrant.core.cloudformation;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Carries out the operations on stacks, each on a virtual thread of its own, one at a time per
/// stack. Operations that a stopped server left in the middle are taken up again at start: what was
/// being created or updated is rolled back, what was being removed or rolled back goes on.
final class Provisioner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Provisioner.class.getName());

    /// How long a stop waits for operations in the middle. What is not done then is taken up again
    /// at the next start.
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(10);

    private record Running(StackRun run, Thread thread) {}

    private final Database catalog;
    private final InstantSource clock;
    private final Identifiers identifiers;
    private final Phases phases;
    private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();

    Provisioner(Database catalog, InstantSource clock, Identifiers identifiers, Phases phases) {
        this.catalog = catalog;
        this.clock = clock;
        this.identifiers = identifiers;
        this.phases = phases;
    }

    /// A run of an operation on a stack that is not in the catalog yet.
    StackRun runOfNew(Stack stack, Operation operation) {
        return new StackRun(
                catalog, clock, identifiers, stack, operation, new LinkedHashMap<>(), List.of());
    }

    /// A run of an operation on a stack as the catalog has it.
    StackRun runOf(Stack stack, Operation operation) throws IOException {
        return catalog.read(connection ->
                new StackRun(
                        catalog,
                        clock,
                        identifiers,
                        stack,
                        operation,
                        ResourceTable.of(connection, stack.id()),
                        ResourceTable.leftovers(connection, stack.id())));
    }

    /// Begins to work on a stack whose status is in progress, and returns at once.
    void start(StackRun run) {
        begin(run, () -> phases.carryOut(run));
    }

    /// Takes up everything that a stopped server left in progress.
    void takeUp() throws IOException {
        List<Stack> interrupted =
                catalog.read(StackTable::all).stream()
                        .filter(stack -> stack.status().inProgress())
                        .toList();
        for (Stack stack : interrupted) {
            Operation operation =
                    catalog.read(connection -> StackTable.operation(connection, stack.id()))
                            .orElseThrow(() ->
                                    new IOException("No operation of the stack " + stack.id()));
            LOG.log(Level.INFO, "Taking up stack {0}, left in {1}", stack.name(), stack.status());
            StackRun run = runOf(stack, operation);
            begin(
                    run,
                    () -> {
                        phases.takeUp(run);
                        phases.carryOut(run);
                    });
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void begin(StackRun run, Work work) {
        String id = run.stack().id();
        Thread thread =
                Thread.ofVirtual()
                        .name("stack-" + run.stack().name())
                        .unstarted(() -> carryOut(id, work));
        running.put(id, new Running(run, thread));
        thread.start();
    }

    private void carryOut(String id, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "The operation on stack " + id + " stopped; the next start takes it up again",
                    e);
        } finally {
            running.remove(id);
        }
    }

    /// Asks an operation to roll back where it next can.
    void cancel(String stackId) {
        Optional.ofNullable(running.get(stackId)).ifPresent(found -> found.run().cancel());
    }

    /// Waits for the operation on a stack, if there is one, but not longer than `limit`.
    void await(String stackId, Duration limit) throws IOException {
        Running found = running.get(stackId);
        if (found != null) {
            join(found.thread(), limit);
        }
    }

    private static void join(Thread thread, Duration limit) throws IOException {
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for a stack", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Running left : new ArrayList<>(running.values())) {
            join(left.thread(), STOP_WAIT_MAX);
        }
    }
}
