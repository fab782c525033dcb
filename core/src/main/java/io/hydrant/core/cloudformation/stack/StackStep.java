package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.cloudformation.template.Output;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What changes together in one commit: the stack, resources, what is left over, and the events
/// that tell it, in order.
public final class StackStep {
    private static final DateTimeFormatter EVENT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// How long properties are, in characters, that events show: they are written down with each.
    private static final int PROPERTIES_MAX = 200_000;

    private final StackRun run;
    private final StackIds ids;
    private final Map<String, StackResource> saved = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();
    private final List<StackEvent> events = new ArrayList<>();
    private Optional<Stack> stack = Optional.empty();
    private Optional<Operation> operation = Optional.empty();
    private Optional<List<StackResource>> leftovers = Optional.empty();
    private Optional<ExportChange> exports = Optional.empty();

    private record ExportChange(Collection<Output> outputs, Set<String> imports) {}

    private Set<String> importing = Set.of();
    private boolean givesUpExports;

    StackStep(StackRun run, StackIds ids) {
        this.run = run;
        this.ids = ids;
    }

    /// The stack's new status, and the event that tells it.
    public StackStep status(StackStatus status, String reason) {
        return status(
                current().at(status, reason.isEmpty() ? Optional.empty() : Optional.of(reason)));
    }

    /// The stack as it is now, and the event that tells its status.
    public StackStep status(Stack wanted) {
        Stack changed = wanted.at(wanted.status(), shown(wanted.reason()));
        stack = Optional.of(changed);
        events.add(
                new StackEvent(
                        0,
                        changed.id(),
                        changed.name(),
                        ids.nextEvent(),
                        changed.name(),
                        changed.id(),
                        StackEvent.STACK_TYPE,
                        run.now(),
                        changed.status().name(),
                        changed.reason(),
                        Optional.empty(),
                        token()));
        return this;
    }

    /// The stack without an event.
    public StackStep quietly(Stack changed) {
        stack = Optional.of(changed);
        return this;
    }

    Stack current() {
        return stack.orElseGet(run::stack);
    }

    /// A resource's new state, and the event that tells it.
    public StackStep resource(StackResource resource) {
        return resourceQuietly(resource).event(resource);
    }

    public StackStep resourceQuietly(StackResource resource) {
        saved.put(
                resource.logicalId(),
                resource.at(resource.status(), shown(resource.reason()), resource.changed()));
        return this;
    }

    /// Only the event: of a physical resource that is no longer the stack's.
    public StackStep event(StackResource resource) {
        Instant now = run.now();
        events.add(
                new StackEvent(
                        0,
                        current().id(),
                        current().name(),
                        resource.logicalId()
                                + "-"
                                + resource.status()
                                + "-"
                                + EVENT_TIME.format(now),
                        resource.logicalId(),
                        resource.physicalId().orElse(""),
                        resource.type(),
                        now,
                        resource.status().name(),
                        shown(resource.reason()),
                        shownProperties(resource),
                        token()));
        return this;
    }

    public StackStep remove(String logicalId) {
        removed.add(logicalId);
        return this;
    }

    public StackStep leftovers(List<StackResource> resources) {
        leftovers = Optional.of(List.copyOf(resources));
        return this;
    }

    /// One more physical resource that the clean-up has to remove.
    public StackStep leaveOver(StackResource resource) {
        List<StackResource> more = new ArrayList<>(leftoversSoFar());
        more.add(resource);
        return leftovers(more);
    }

    /// With what this step adds.
    public List<StackResource> leftoversSoFar() {
        return leftovers.orElseGet(run::leftovers);
    }

    public StackStep operation(Operation changed) {
        operation = Optional.of(changed);
        return this;
    }

    /// What the stack gives to others and takes from them.
    public StackStep exports(Collection<Output> outputs, Set<String> imports) {
        exports = Optional.of(new ExportChange(List.copyOf(outputs), Set.copyOf(imports)));
        return this;
    }

    /// What the stack is about to take from others: theirs can no longer be changed or removed.
    public StackStep importing(Set<String> names) {
        importing = Set.copyOf(names);
        return this;
    }

    /// What the stack gives to others is no longer to be had.
    public StackStep givingUpExports() {
        givesUpExports = true;
        return this;
    }

    private static Optional<String> shownProperties(StackResource resource) {
        return Optional.of(resource.shown().toString())
                .filter(properties -> properties.length() <= PROPERTIES_MAX);
    }

    /// A reason without what NoEcho parameters are not to show.
    private Optional<String> shown(Optional<String> reason) {
        return reason.map(NoEcho.of(run.settings(current()))::mask);
    }

    private Optional<String> token() {
        return operation.orElseGet(run::operation).token();
    }

    /// Whether it changes a resource of the stack, or one that is left over.
    public boolean changesResources() {
        return !saved.isEmpty() || !removed.isEmpty() || leftovers.isPresent();
    }

    public void commit() throws IOException {
        run.commit(this);
    }

    /// @throws io.hydrant.aws.ServiceException when an export is against what others export or use
    public void write(Connection connection) throws SQLException {
        String stackId = current().id();
        if (stack.isPresent()) {
            StackTable.save(connection, stack.get());
        }
        if (operation.isPresent()) {
            StackTable.saveOperation(connection, stackId, operation.get());
        }
        for (String logicalId : removed) {
            ResourceTable.remove(connection, stackId, logicalId);
        }
        for (StackResource resource : saved.values()) {
            ResourceTable.save(connection, stackId, resource);
        }
        if (leftovers.isPresent()) {
            ResourceTable.removeLeftovers(connection, stackId);
            for (StackResource resource : leftovers.get()) {
                ResourceTable.saveLeftover(connection, stackId, resource);
            }
        }
        writeExports(new Exports(connection, stackId));
        for (StackEvent event : events) {
            EventTable.insert(connection, event);
        }
    }

    private void writeExports(Exports table) throws SQLException {
        table.addImports(importing);
        if (givesUpExports) {
            table.giveUp();
        }
        if (exports.isPresent()) {
            table.replace(exports.get().outputs(), exports.get().imports());
        }
    }

    Optional<Stack> stack() {
        return stack;
    }

    Optional<Operation> operation() {
        return operation;
    }

    Collection<StackResource> saved() {
        return saved.values();
    }

    List<String> removed() {
        return removed;
    }

    Optional<List<StackResource>> leftovers() {
        return leftovers;
    }
}
