package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Makes operations and the runs of them, of stacks as the catalog has them. Safe for use from many
/// threads.
public final class StackRuns {
    private final Database catalog;
    private final InstantSource clock;
    private final StackIds ids;

    public StackRuns(Database catalog, InstantSource clock, StackIds ids) {
        this.catalog = catalog;
        this.clock = clock;
        this.ids = ids;
    }

    /// A new operation of a kind.
    public Operation operation(LastOperation.Type type, Actor actor, Optional<String> token) {
        return Operation.of(new LastOperation(type, ids.nextOperation()), actor, token);
    }

    /// A run of an operation on a stack that is not in the catalog yet.
    public StackRun ofNew(Stack stack, Operation operation) {
        return new StackRun(
                catalog, clock, ids, stack, operation, new LinkedHashMap<>(), List.of());
    }

    /// A run of an operation on a stack as the catalog has it.
    public StackRun of(Stack stack, Operation operation) throws IOException {
        return catalog.read(connection ->
                new StackRun(
                        catalog,
                        clock,
                        ids,
                        stack,
                        operation,
                        ResourceTable.of(connection, stack.id()),
                        ResourceTable.leftovers(connection, stack.id())));
    }

    /// A run of the operation that the catalog has for a stack; empty when there is no such stack.
    public Optional<StackRun> load(String stackId) throws IOException {
        Optional<Stack> stack = catalog.read(connection -> StackTable.byId(connection, stackId));
        if (stack.isEmpty()) {
            return Optional.empty();
        }
        Operation operation =
                catalog.read(connection -> StackTable.operation(connection, stackId))
                        .orElseGet(() -> Operation.ofNobody(ids.nextOperation()));
        return Optional.of(of(stack.get(), operation));
    }

    /// The ids of the stacks that an operation is at work on.
    public List<String> inProgress() throws IOException {
        return catalog.read(StackTable::inProgress);
    }
}
