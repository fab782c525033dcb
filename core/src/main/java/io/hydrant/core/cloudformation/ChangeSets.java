package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.ChangeSet.ExecutionStatus;
import io.hydrant.core.cloudformation.plan.Comparison;
import io.hydrant.core.cloudformation.plan.Draft;
import io.hydrant.core.cloudformation.plan.Plan;
import io.hydrant.core.cloudformation.plan.Planner;
import io.hydrant.core.cloudformation.plan.ResourceChanges;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.LastOperation;
import io.hydrant.core.cloudformation.stack.OnFailure;
import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackId;
import io.hydrant.core.cloudformation.stack.StackIds;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackRuns;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.StackStep;
import io.hydrant.core.cloudformation.stack.StackTable;
import io.hydrant.core.cloudformation.stack.Stacks;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Change sets: made at once, carried out when their caller says so.
public final class ChangeSets {
    private static final String NO_CHANGES =
            "The submitted information didn't contain changes. Submit different information to"
                    + " create a change set.";

    private static final String INCOMPLETE =
            "[WARN] --include-property-values option can return incomplete ChangeSet data because:"
                    + " ChangeSet creation failed for resource [%s] because: No export named %s";

    private final Database catalog;
    private final Stacks stacks;
    private final Drafts drafts;
    private final Planner planner;
    private final Comparison comparison;
    private final StackOperations operations;
    private final StackRuns runs;
    private final ServiceRole role;
    private final StackIds ids;
    private final InstantSource clock;

    ChangeSets(
            Database catalog,
            Stacks stacks,
            Drafts drafts,
            Planner planner,
            Comparison comparison,
            StackOperations operations,
            StackRuns runs,
            ServiceRole role,
            StackIds ids,
            InstantSource clock) {
        this.catalog = catalog;
        this.stacks = stacks;
        this.drafts = drafts;
        this.planner = planner;
        this.comparison = comparison;
        this.operations = operations;
        this.runs = runs;
        this.role = role;
        this.ids = ids;
        this.clock = clock;
    }

    /// What a caller wants a change set to be.
    public record NewChangeSet(
            String name,
            ChangeSet.Type type,
            Optional<String> description,
            ChangeSet.Options options,
            StackRequest stack) {}

    /// @throws ServiceException when the request is refused; that nothing would change is no
    ///   refusal, but a change set that failed
    public ChangeSet create(NewChangeSet wanted, Actor actor) throws IOException {
        return switch (wanted.type()) {
            case CREATE -> ofNewStack(wanted, actor);
            case UPDATE -> ofUpdate(wanted, actor);
        };
    }

    /// The stack is under review from now on.
    private ChangeSet ofNewStack(NewChangeSet wanted, Actor actor) throws IOException {
        StackRequest request = wanted.stack();
        Optional<Stack> found = stacks.find(request.stackName());
        if (found.filter(stack -> stack.status() != StackStatus.REVIEW_IN_PROGRESS).isPresent()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack [%s] already exists and cannot be created again with the changeSet"
                            + " [%s].",
                    request.stackName(), wanted.name());
        }
        String stackId = found.map(Stack::id).orElseGet(() -> ids.next(request.stackName()));
        Draft draft = drafts.ofNew(request, actor, stackId);
        Stack stack = found.orElseGet(() -> ids.stack(stackId, draft.settings()));
        Plan plan = planner.plan(draft.instance().foreseeingImports(), Map.of(), false);
        ChangeSet changeSet = changeSet(wanted, stack, draft, plan, false);
        StackStep review =
                runs.ofNew(
                                stack,
                                runs.operation(
                                        LastOperation.Type.CREATE_STACK, actor, request.token()))
                        .step()
                        .status(StackStatus.REVIEW_IN_PROGRESS, "User Initiated");
        catalog.write(connection -> {
            if (found.isEmpty()) {
                if (StackTable.live(connection, stack.name()).isPresent()) {
                    throw CloudFormationError.ALREADY_EXISTS.because(
                            "Stack [%s] already exists", stack.name());
                }
                review.write(connection);
            }
            save(connection, changeSet);
            return true;
        });
        return changeSet;
    }

    private ChangeSet ofUpdate(NewChangeSet wanted, Actor actor) throws IOException {
        Stack stack = stacks.get(wanted.stack().stackName(), "Stack [%s] does not exist");
        StackOperations.refuseUnlessUpdatable(stack);
        Draft draft = drafts.ofUpdate(wanted.stack(), actor, stack);
        StackRun run =
                runs.of(
                        stack,
                        runs.operation(LastOperation.Type.UPDATE_STACK, actor, Optional.empty()));
        boolean same = comparison.isSame(stack, run.resources(), draft);
        boolean tagsChanged = !stack.settings().tags().equals(draft.settings().tags());
        Plan plan =
                planner.plan(draft.instance().foreseeingImports(), run.resources(), tagsChanged);
        ChangeSet changeSet = changeSet(wanted, stack, draft, plan, same);
        catalog.write(connection -> {
            save(connection, changeSet);
            return true;
        });
        return changeSet;
    }

    private static void save(Connection connection, ChangeSet changeSet) throws SQLException {
        if (ChangeSetTable.isTaken(connection, changeSet.stackId(), changeSet.name())) {
            throw CloudFormationError.ALREADY_EXISTS.because(
                    "ChangeSet %s already exists for stack %s",
                    changeSet.name(), changeSet.stackId());
        }
        ChangeSetTable.save(connection, changeSet);
    }

    private ChangeSet changeSet(
            NewChangeSet wanted, Stack stack, Draft draft, Plan plan, boolean same) {
        return new ChangeSet(
                ids.nextChangeSet(wanted.name()),
                wanted.name(),
                stack.id(),
                stack.name(),
                wanted.description(),
                Optional.of(wanted.options()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                wanted.type(),
                same ? ChangeSet.Status.FAILED : ChangeSet.Status.CREATE_COMPLETE,
                same ? Optional.of(NO_CHANGES) : warning(draft.instance()),
                same ? ExecutionStatus.UNAVAILABLE : ExecutionStatus.AVAILABLE,
                draft.settings(),
                new ResourceChanges(draft.instance(), changedParameters(stack, draft)).of(plan));
    }

    /// What is missing of the values that a change set shows, and why.
    private static Optional<String> warning(TemplateInstance wanted) {
        return wanted.missingExport()
                .map(missing -> INCOMPLETE.formatted(missing.logicalId(), missing.name()));
    }

    private static Set<String> changedParameters(Stack stack, Draft draft) {
        Map<String, String> before = stack.settings().values();
        Map<String, String> after = new LinkedHashMap<>(draft.settings().values());
        after.entrySet().removeAll(before.entrySet());
        return after.keySet();
    }

    /// By its id, or by its name and stack.
    ///
    /// @throws ServiceException ChangeSetNotFound
    public ChangeSet get(String nameOrId, Optional<String> stackName) throws IOException {
        return find(nameOrId, stackName)
                .orElseThrow(() ->
                        CloudFormationError.CHANGE_SET_NOT_FOUND.because(
                                "ChangeSet [%s] does not exist", nameOrId));
    }

    /// By its id, or by its name and stack.
    public Optional<ChangeSet> find(String nameOrId, Optional<String> stackName)
            throws IOException {
        if (StackId.isId(nameOrId)) {
            return catalog.read(connection -> ChangeSetTable.byId(connection, nameOrId));
        }
        if (stackName.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "StackName must be specified if ChangeSetName is not specified as an ARN.");
        }
        Stack stack = stacks.get(stackName.get(), "Stack [%s] does not exist");
        return catalog.read(connection -> ChangeSetTable.byName(connection, stack.id(), nameOrId));
    }

    /// Oldest first.
    public Page<ChangeSet> all(Stack stack, Optional<String> position) throws IOException {
        return catalog.read(connection -> ChangeSetTable.page(connection, stack.id(), position));
    }

    /// One that is not there is deleted already.
    public void delete(String nameOrId, Optional<String> stackName) throws IOException {
        Optional<ChangeSet> found = find(nameOrId, stackName);
        if (found.isPresent()) {
            catalog.write(connection -> {
                ChangeSetTable.delete(connection, found.get().id());
                return true;
            });
        }
    }

    /// Begins to carry a change set out.
    ///
    /// @throws ServiceException when it cannot be
    public void execute(
            String nameOrId,
            Optional<String> stackName,
            boolean disableRollback,
            Actor actor,
            Optional<String> token)
            throws IOException {
        ChangeSet changeSet = get(nameOrId, stackName);
        refuseUnlessAvailable(changeSet);
        boolean creates = changeSet.type() == ChangeSet.Type.CREATE;
        Operation operation =
                runs.operation(
                                creates
                                        ? LastOperation.Type.CREATE_STACK
                                        : LastOperation.Type.UPDATE_STACK,
                                role.acting(
                                        actor, changeSet.settings().roleArn(), changeSet.stackId()),
                                token)
                        .withoutRollback(disableRollback);
        operations.execute(
                changeSet,
                operation,
                disableRollback ? OnFailure.DO_NOTHING : changeSet.settings().onFailure());
    }

    static void refuseUnlessAvailable(ChangeSet changeSet) {
        if (changeSet.executionStatus() != ExecutionStatus.AVAILABLE) {
            boolean failed = changeSet.status() == ChangeSet.Status.FAILED;
            throw CloudFormationError.INVALID_CHANGE_SET_STATUS.because(
                    "ChangeSet [%s] cannot be executed in its current %s of [%s]",
                    changeSet.id(),
                    failed ? "status" : "execution status",
                    failed ? changeSet.status() : changeSet.executionStatus());
        }
    }
}
