package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Leases;
import io.hydrant.core.cloudformation.resource.DesiredResource;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.PhysicalResource;
import io.hydrant.core.cloudformation.resource.ResourceFailure;
import io.hydrant.core.cloudformation.resource.ResourceType;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Scope;
import io.hydrant.core.cloudformation.template.Value;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A stack while an operation is at work on it. What it says is what the catalog has: every step is
/// durable before it shows here. Belongs to the one thread of the operation, save for [#cancel].
public final class StackRun implements Scope.ResourceValues {
    private final Database catalog;
    private final InstantSource clock;
    private final StackIds ids;
    private final SequencedMap<String, StackResource> resources;
    private final List<StackResource> leftovers;
    private Stack stack;
    private Operation operation;
    private volatile boolean cancelled;
    private volatile Leases.@Nullable Lease lease;

    StackRun(
            Database catalog,
            InstantSource clock,
            StackIds ids,
            Stack stack,
            Operation operation,
            SequencedMap<String, StackResource> resources,
            List<StackResource> leftovers) {
        this.catalog = catalog;
        this.clock = clock;
        this.ids = ids;
        this.stack = stack;
        this.operation = operation;
        this.resources = new LinkedHashMap<>(resources);
        this.leftovers = new ArrayList<>(leftovers);
    }

    public Stack stack() {
        return stack;
    }

    public Operation operation() {
        return operation;
    }

    public Optional<StackResource> resource(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId));
    }

    public SequencedMap<String, StackResource> resources() {
        return Collections.unmodifiableSequencedMap(resources);
    }

    public List<StackResource> leftovers() {
        return List.copyOf(leftovers);
    }

    /// What the stack was asked to be before, is now, and is to be with `next`.
    Collection<StackSettings> settings(Stack next) {
        List<StackSettings> all = new ArrayList<>(List.of(next.settings(), stack.settings()));
        operation.previous().ifPresent(before -> all.add(before.stack().settings()));
        return all;
    }

    /// What it takes in memory: the template that it works on, and the one that it may go back to.
    public long weight() {
        long before =
                operation
                        .previous()
                        .map(previous -> previous.stack().settings().templateBody().length())
                        .orElse(0);
        return Weight.ofTemplate(stack.settings().templateBody().length() + before);
    }

    /// AWS keeps milliseconds, and so does the catalog.
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Asks the operation to stop and roll back where it next can. From any thread.
    public void cancel() {
        cancelled = true;
    }

    public boolean cancelled() {
        return cancelled;
    }

    /// The request to a resource type for a resource of this stack.
    public DesiredResource desired(String logicalId, ObjectNode typedProperties) {
        return new DesiredResource(
                operation.actor(),
                stack.id(),
                stack.name(),
                logicalId,
                stack.settings().tags(),
                typedProperties);
    }

    /// A resource of this stack, or one that is left over, as its type is to find it.
    public PhysicalResource physical(StackResource resource, ResourceType type, Handler handler)
            throws ResourceFailure {
        List<ObjectNode> given = new ArrayList<>();
        for (ObjectNode properties : resource.given()) {
            given.add(handler.typed(type, resource.logicalId(), properties));
        }
        return new PhysicalResource(
                operation.actor(), resource.physicalId().orElseThrow(), resource.mark(), given);
    }

    /// The next step; nothing of it counts until it is committed.
    public StackStep step() {
        return new StackStep(this, ids);
    }

    /// What is written down together with the first step of an operation.
    @FunctionalInterface
    public interface Also {
        void write(Connection connection) throws SQLException;
    }

    /// As [#begin(StackStep, Also)], with nothing else.
    public void begin(StackStep first) throws IOException {
        begin(first, connection -> {});
    }

    /// Commits the first step. Whoever has the turn sees the stack as it is; this holds it to that.
    ///
    /// @throws io.hydrant.aws.ServiceException when the stack is in another status by now
    public void begin(StackStep first, Also also) throws IOException {
        catalog.write(connection -> {
            refuseUnlessStill(StackTable.byId(connection, stack.id()));
            first.write(connection);
            also.write(connection);
            return true;
        });
        apply(first);
    }

    private void refuseUnlessStill(Optional<Stack> now) {
        StackStatus status = now.map(Stack::status).orElse(StackStatus.DELETE_COMPLETE);
        if (status != stack.status()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:%s is in %s state and can not be updated.", stack.id(), status);
        }
    }

    /// From now on it goes on only as long as this is its node's.
    public void under(Leases.Lease held) {
        lease = held;
    }

    /// @throws LeaseLostException when another node goes on with the operation
    void commit(StackStep step) throws IOException {
        catalog.write(connection -> {
            Leases.Lease held = lease;
            if (held != null && !held.check(connection)) {
                throw new LeaseLostException(stack.id());
            }
            step.write(connection);
            return true;
        });
        apply(step);
    }

    /// Shows what a step that is in the catalog has changed.
    public void apply(StackStep step) {
        step.stack().ifPresent(changed -> stack = changed);
        step.operation().ifPresent(changed -> operation = changed);
        step.removed().forEach(resources::remove);
        step.saved().forEach(resource -> resources.put(resource.logicalId(), resource));
        step.leftovers().ifPresent(this::replaceLeftovers);
    }

    private void replaceLeftovers(Collection<StackResource> changed) {
        leftovers.clear();
        leftovers.addAll(changed);
    }

    @Override
    public Optional<Value> physicalId(String logicalId) {
        return resource(logicalId).flatMap(StackResource::reference);
    }

    @Override
    public Optional<Value> attribute(String logicalId, String name) {
        return resource(logicalId)
                .map(resource -> resource.attributes().get(name))
                .map(Value.Text::of);
    }
}
