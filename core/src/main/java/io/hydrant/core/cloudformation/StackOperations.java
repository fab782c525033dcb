package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.plan.Comparison;
import io.hydrant.core.cloudformation.plan.Draft;
import io.hydrant.core.cloudformation.provision.Provisioner;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.LastOperation;
import io.hydrant.core.cloudformation.stack.OnFailure;
import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackId;
import io.hydrant.core.cloudformation.stack.StackIds;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackRuns;
import io.hydrant.core.cloudformation.stack.StackSettings;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.StackStep;
import io.hydrant.core.cloudformation.stack.StackTable;
import io.hydrant.core.cloudformation.stack.Stacks;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Begins operations on stacks. Each is durable when its method returns, and done soon after.
public final class StackOperations {
    /// How many stacks an account may have.
    private static final int STACKS_MAX = 2_000;

    /// How long a change of protection waits for the operation at work on its stack.
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    static final String USER_INITIATED = "User Initiated";
    private static final String UNKNOWN = "Stack [%s] does not exist";

    private final Database catalog;
    private final Stacks stacks;
    private final Drafts drafts;
    private final Comparison comparison;
    private final Provisioner provisioner;
    private final StackRuns runs;
    private final ServiceRole role;
    private final StackIds ids;

    StackOperations(
            Database catalog,
            Stacks stacks,
            Drafts drafts,
            Comparison comparison,
            Provisioner provisioner,
            StackRuns runs,
            ServiceRole role,
            StackIds ids) {
        this.catalog = catalog;
        this.stacks = stacks;
        this.drafts = drafts;
        this.comparison = comparison;
        this.provisioner = provisioner;
        this.runs = runs;
        this.role = role;
        this.ids = ids;
    }

    /// Begins to create a stack, and returns its id. A stack under review becomes this one.
    ///
    /// @throws io.hydrant.aws.ServiceException when the request is refused
    public String create(StackRequest request, Actor actor) throws IOException {
        String id =
                review(request)
                        .map(Stack::id)
                        .orElseGet(() -> ids.next(StackId.name(request.stackName())));
        boolean begun = provisioner.begin(id, () -> {}, () -> beginCreation(id, request, actor));
        return begun ? id : stacks.get(request.stackName(), UNKNOWN).id();
    }

    private Optional<Stack> review(StackRequest request) throws IOException {
        return stacks.find(request.stackName())
                .filter(stack -> stack.status() == StackStatus.REVIEW_IN_PROGRESS);
    }

    /// Empty when the very request was made before.
    private Optional<StackRun> beginCreation(String id, StackRequest request, Actor actor)
            throws IOException {
        Draft draft = drafts.ofNew(request, actor, id);
        Operation operation =
                runs.operation(
                        LastOperation.Type.CREATE_STACK,
                        role.acting(actor, draft.settings().roleArn(), id),
                        request.token());
        Stack stack =
                review(request)
                        .filter(found -> found.id().equals(id))
                        .orElseGet(() -> ids.stack(id, draft.settings()));
        StackRun run = runs.ofNew(stack, operation);
        String fingerprint = Tokens.fingerprint("CreateStack", request);
        StackStep step =
                run.step()
                        .operation(operation)
                        .quietly(
                                stack.with(draft.settings())
                                        .withoutChangeSet()
                                        .begun(operation.name()))
                        .status(StackStatus.CREATE_IN_PROGRESS, USER_INITIATED);
        boolean repeated =
                catalog.write(connection -> {
                    Optional<Stack> live = StackTable.live(connection, stack.name());
                    if (live.isPresent()
                            && Tokens.isRepeat(
                                    connection, live.get().id(), request.token(), fingerprint)) {
                        return true;
                    }
                    refuseIfTaken(live, stack);
                    if (StackTable.liveCount(connection) >= STACKS_MAX) {
                        throw CloudFormationError.LIMIT_EXCEEDED.because(
                                "Limit for stack has been exceeded");
                    }
                    step.write(connection);
                    ChangeSetTable.makeObsolete(connection, id);
                    Tokens.remember(connection, id, request.token(), fingerprint);
                    return false;
                });
        if (repeated) {
            return Optional.empty();
        }
        run.apply(step);
        return Optional.of(run);
    }

    private static void refuseIfTaken(Optional<Stack> live, Stack stack) {
        boolean ours =
                live.filter(other -> other.id().equals(stack.id()))
                        .filter(other -> other.status() == StackStatus.REVIEW_IN_PROGRESS)
                        .isPresent();
        if (live.isPresent() && !ours) {
            throw CloudFormationError.ALREADY_EXISTS.because(
                    "Stack [%s] already exists", stack.name());
        }
    }

    /// Begins to update a stack, and returns its id.
    ///
    /// @throws io.hydrant.aws.ServiceException when the request is refused, or changes nothing
    public String update(StackRequest request, Actor actor) throws IOException {
        Stack found = stacks.get(request.stackName(), UNKNOWN);
        String fingerprint = Tokens.fingerprint("UpdateStack", request);
        if (isRepeat(found, request, fingerprint)) {
            return found.id();
        }
        refuseUnlessUpdatable(found);
        try {
            beginUpdate(found, request, actor, fingerprint);
        } catch (ServiceException refusal) {
            if (isRepeat(found, request, fingerprint)) { // of one that came just before
                return found.id();
            }
            throw refusal;
        }
        return found.id();
    }

    private boolean isRepeat(Stack stack, StackRequest request, String fingerprint)
            throws IOException {
        return catalog.read(connection ->
                Tokens.isRepeat(connection, stack.id(), request.token(), fingerprint));
    }

    private void beginUpdate(Stack found, StackRequest request, Actor actor, String fingerprint)
            throws IOException {
        Operation operation =
                runs.operation(
                                LastOperation.Type.UPDATE_STACK,
                                role.acting(
                                        actor,
                                        request.roleArn().or(found.settings()::roleArn),
                                        found.id()),
                                request.token())
                        .withoutRollback(request.disableRollback());
        provisioner.begin(
                found.id(),
                () -> updatable(found.id()),
                () -> {
                    Stack stack = updatable(found.id());
                    Draft draft = drafts.ofUpdate(request, actor, stack);
                    return beginUpdate(
                            stack,
                            draft,
                            operation,
                            Optional.empty(),
                            connection ->
                                    Tokens.remember(
                                            connection, stack.id(), request.token(), fingerprint));
                });
    }

    /// The stack as it is now.
    ///
    /// @throws io.hydrant.aws.ServiceException when it cannot be updated
    private Stack updatable(String id) throws IOException {
        Stack stack = stacks.get(id, UNKNOWN);
        refuseUnlessUpdatable(stack);
        return stack;
    }

    /// Begins what a change set waits for.
    ///
    /// @throws io.hydrant.aws.ServiceException when it cannot be carried out, or no longer
    void execute(ChangeSet changeSet, Operation operation, OnFailure onFailure) throws IOException {
        provisioner.begin(
                changeSet.stackId(),
                () -> executable(changeSet),
                () -> {
                    Stack stack = executable(changeSet);
                    StackSettings settings = changeSet.settings();
                    return stack.status() == StackStatus.REVIEW_IN_PROGRESS
                            ? beginReviewed(
                                    stack, settings.withOnFailure(onFailure), operation, changeSet)
                            : beginUpdate(
                                    stack,
                                    drafts.of(settings, stack),
                                    operation,
                                    Optional.of(changeSet.id()),
                                    connection -> ChangeSetTable.execute(connection, changeSet));
                });
    }

    private Stack executable(ChangeSet changeSet) throws IOException {
        Stack stack = stacks.get(changeSet.stackId(), UNKNOWN);
        if (stack.status() != StackStatus.REVIEW_IN_PROGRESS) {
            refuseUnlessUpdatable(stack);
        }
        return stack;
    }

    private Optional<StackRun> beginReviewed(
            Stack review, StackSettings settings, Operation operation, ChangeSet changeSet)
            throws IOException {
        StackRun run = runs.of(review, operation);
        Stack begun = review.with(settings).updatedAt(run.now(), Optional.of(changeSet.id()));
        StackStep step =
                run.step()
                        .operation(operation)
                        .quietly(begun.begun(operation.name()))
                        .status(StackStatus.CREATE_IN_PROGRESS, USER_INITIATED);
        run.begin(step, connection -> ChangeSetTable.execute(connection, changeSet));
        return Optional.of(run);
    }

    static void refuseUnlessUpdatable(Stack stack) {
        if (!stack.status().updatable()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:%s is in %s state and can not be updated.", stack.id(), stack.status());
        }
    }

    private Optional<StackRun> beginUpdate(
            Stack stack,
            Draft draft,
            Operation operation,
            Optional<String> changeSetId,
            StackRun.Also also)
            throws IOException {
        Operation undoable =
                operation.undoing(new Operation.Previous(stack, stacks.resources(stack)));
        StackRun run = runs.of(stack, undoable);
        if (comparison.isSame(stack, run.resources(), draft)) {
            throw CloudFormationError.VALIDATION.because("No updates are to be performed.");
        }
        Stack begun = stack.with(draft.settings()).updatedAt(run.now(), changeSetId);
        StackStep step =
                run.step()
                        .operation(undoable)
                        .quietly(begun.begun(operation.name()))
                        .status(StackStatus.UPDATE_IN_PROGRESS, USER_INITIATED);
        run.begin(step, also);
        return Optional.of(run);
    }

    /// Takes a failed roll-back of an update up again, leaving some resources as they are.
    ///
    /// @param roleArn the role that it is done by, if another than the stack's
    public void continueRollback(
            String nameOrId,
            List<String> skip,
            Actor actor,
            Optional<String> roleArn,
            Optional<String> token)
            throws IOException {
        Stack found = stacks.get(nameOrId, UNKNOWN);
        refuseToContinue(found);
        provisioner.begin(
                found.id(),
                () -> refuseToContinue(stacks.get(found.id(), UNKNOWN)),
                () -> {
                    Stack stack = stacks.get(found.id(), UNKNOWN);
                    refuseToContinue(stack);
                    Actor acting =
                            role.acting(actor, roleArn.or(stack.settings()::roleArn), stack.id());
                    Operation operation = continued(stack, acting, token).skipping(skip);
                    StackRun run = runs.of(stack, operation);
                    StackStep step =
                            run.step()
                                    .operation(operation)
                                    .quietly(stack.begun(operation.name()))
                                    .status(
                                            StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
                                            USER_INITIATED);
                    run.begin(step);
                    return Optional.of(run);
                });
    }

    private static void refuseToContinue(Stack stack) {
        if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
            throw CloudFormationError.VALIDATION.because(
                    "ContinueUpdateRollback cannot be called from current stack status");
        }
    }

    private Operation continued(Stack stack, Actor actor, Optional<String> token)
            throws IOException {
        return catalog.read(connection -> StackTable.operation(connection, stack.id()))
                .orElseThrow(() -> new IllegalStateException("No operation of " + stack.id()))
                .by(runs.operation(LastOperation.Type.CONTINUE_ROLLBACK, actor, token));
    }

    /// Waits for the operation at work on a stack to end, but not longer than `limit`.
    public void await(String stackId, Duration limit) throws IOException {
        provisioner.await(stackId, limit);
    }

    /// Asks an update to roll back where it next can.
    public void cancelUpdate(String nameOrId) throws IOException {
        Stack stack = stacks.get(nameOrId, UNKNOWN);
        if (stack.status() != StackStatus.UPDATE_IN_PROGRESS) {
            throw CloudFormationError.VALIDATION.because(
                    "CancelUpdateStack cannot be called from current stack status");
        }
        provisioner.cancel(stack.id());
    }

    /// Switches the protection against deletion, once the operation at work has ended, and returns
    /// the stack's id.
    public String protect(String nameOrId, boolean on) throws IOException {
        Stack stack = stacks.get(nameOrId, UNKNOWN);
        if (stack.status().inProgress()) {
            provisioner.await(stack.id(), WAIT_MAX);
        }
        provisioner.begin(
                stack.id(),
                () -> {},
                () -> {
                    catalog.write(connection -> {
                        Stack now = StackTable.byId(connection, stack.id()).orElse(stack);
                        StackTable.save(connection, now.with(now.settings().withProtection(on)));
                        return true;
                    });
                    return Optional.empty();
                });
        return stack.id();
    }
}
