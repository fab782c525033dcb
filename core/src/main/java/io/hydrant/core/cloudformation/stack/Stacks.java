package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds stacks and what belongs to them. By its name only the living stack is found; a deleted one
/// by its id alone, for ninety days.
public final class Stacks {
    private static final Duration DELETED_KEPT = Duration.ofDays(90);

    private final Database catalog;
    private final InstantSource clock;

    public Stacks(Database catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    public Optional<Stack> find(String nameOrId) throws IOException {
        return catalog.read(connection ->
                        StackId.isId(nameOrId)
                                ? StackTable.byId(connection, nameOrId)
                                : StackTable.live(connection, nameOrId))
                .filter(this::isRemembered);
    }

    /// The stack, or a refusal with `text`, in which `%s` is the name as the caller gave it: every
    /// operation words it in its own way.
    public Stack get(String nameOrId, String text) throws IOException {
        return find(nameOrId)
                .orElseThrow(() -> CloudFormationError.VALIDATION.because(text, nameOrId));
    }

    /// The id of a stack that an operation is at work on; empty when none is.
    public Optional<String> atWork(String nameOrId) throws IOException {
        return catalog.read(connection -> StackTable.atWork(connection, nameOrId));
    }

    /// As [#find], without the template, which may be long.
    public Optional<Stack> findDescribed(String nameOrId) throws IOException {
        return catalog.read(connection -> StackTable.described(connection, nameOrId))
                .filter(this::isRemembered);
    }

    /// As [#get], without the template.
    public Stack describe(String nameOrId, String text) throws IOException {
        return findDescribed(nameOrId)
                .orElseThrow(() -> CloudFormationError.VALIDATION.because(text, nameOrId));
    }

    /// Newest first, those that are not deleted, without their templates.
    public Page<Stack> live(Optional<String> position) throws IOException {
        Set<StackStatus> live = EnumSet.complementOf(EnumSet.of(StackStatus.DELETE_COMPLETE));
        return catalog.read(connection ->
                StackTable.page(connection, live, false, position, this::isRemembered));
    }

    /// Newest first, with those deleted in the last ninety days: what they are called and how they
    /// are, without templates, parameters and outputs.
    public Page<Stack> summaries(Set<StackStatus> statuses, Optional<String> position)
            throws IOException {
        return catalog.read(connection ->
                StackTable.page(connection, statuses, true, position, this::isRemembered));
    }

    private boolean isRemembered(Stack stack) {
        Instant since = clock.instant().minus(DELETED_KEPT);
        return stack.status() != StackStatus.DELETE_COMPLETE
                || stack.deleted().filter(at -> at.isBefore(since)).isEmpty();
    }

    /// In the order in which they came into the stack.
    public List<StackResource> resources(Stack stack) throws IOException {
        return List.copyOf(
                catalog.read(connection -> ResourceTable.of(connection, stack.id())).values());
    }

    /// As [#resources], without what they are made from.
    public List<StackResource> resourceSummaries(Stack stack) throws IOException {
        return catalog.read(connection -> ResourceTable.summaries(connection, stack.id()));
    }

    public Optional<StackResource> resource(Stack stack, String logicalId) throws IOException {
        return catalog.read(connection -> ResourceTable.find(connection, stack.id(), logicalId));
    }

    /// The id of the stack that a physical resource is part of.
    public Optional<String> owner(String physicalId) throws IOException {
        return owner(physicalId, Optional.empty());
    }

    /// As [#owner(String)], of a resource of this type only.
    public Optional<String> owner(String physicalId, Optional<String> type) throws IOException {
        return catalog.read(connection -> ResourceTable.owner(connection, physicalId, type));
    }

    /// Newest first.
    public Page<StackEvent> events(Stack stack, Optional<String> position) throws IOException {
        return catalog.read(connection -> EventTable.page(connection, stack.id(), position));
    }

    /// In order of their names.
    public Page<Export> exports(Optional<String> position) throws IOException {
        return catalog.read(connection -> ExportTable.page(connection, position));
    }

    /// The names of the stacks that use an export.
    public List<String> importers(String exportName) throws IOException {
        return catalog.read(connection -> ExportTable.importers(connection, exportName));
    }
}
