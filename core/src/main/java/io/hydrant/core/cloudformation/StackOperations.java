package io.hydrant.core.cloudformation;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Begins operations on stacks. Each is durable when its method returns, and done soon after.
public final class StackOperations {
    /// How many stacks an account may have.
    private static final int STACKS_MAX = 2_000;

    /// A stack is deleted once the operation at work on it has ended.
    private static final Duration WAIT_BEFORE_DELETION_MAX = Duration.ofSeconds(10);

    private static final String USER_INITIATED = "User Initiated";

    private final Database catalog;
    private final Stacks stacks;
    private final Drafts drafts;
    private final Planner planner;
    private final Provisioner provisioner;
    private final StackIds ids;

    StackOperations(
            Database catalog,
            Stacks stacks,
            Drafts drafts,
            Planner planner,
            Provisioner provisioner,
            StackIds ids) {
        this.catalog = catalog;
        this.stacks = stacks;
        this.drafts = drafts;
        this.planner = planner;
        this.provisioner = provisioner;
        this.ids = ids;
    }

    /// Begins to create a stack, and returns its id. A stack under review becomes this one.
    ///
    /// @throws io.hydrant.aws.ServiceException when the request is refused
    public String create(StackRequest request, Actor actor) throws IOException {
        Optional<Stack> review =
                stacks.find(request.stackName())
                        .filter(stack -> stack.status() == StackStatus.REVIEW_IN_PROGRESS);
        String id = review.map(Stack::id).orElseGet(() -> ids.next(request.stackName()));
        Draft draft = drafts.ofNew(request, actor, id);
        Operation operation = Operation.of(actor, request.token());
        Stack stack = review.orElseGet(() -> ids.stack(id, draft.settings()));
        StackRun run = provisioner.runOfNew(stack, operation);
        String fingerprint = Tokens.fingerprint("CreateStack", request);
        Step step =
                run.step()
                        .operation(operation)
                        .quietly(stack.with(draft.settings()).withoutChangeSet())
                        .status(StackStatus.CREATE_IN_PROGRESS, USER_INITIATED);
        Optional<String> repeated =
                catalog.write(connection -> {
                    Optional<Stack> live = StackTable.live(connection, stack.name());
                    if (live.isPresent()
                            && Tokens.isRepeat(
                                    connection, live.get().id(), request.token(), fingerprint)) {
                        return live.map(Stack::id);
                    }
                    boolean taken =
                            live.filter(other -> other.status() != StackStatus.REVIEW_IN_PROGRESS)
                                    .isPresent();
                    if (taken) {
                        throw CloudFormationError.ALREADY_EXISTS.because(
                                "Stack [%s] already exists", stack.name());
                    }
                    if (StackTable.liveCount(connection) >= STACKS_MAX) {
                        throw CloudFormationError.LIMIT_EXCEEDED.because(
                                "Limit for stack has been exceeded");
                    }
                    step.write(connection);
                    ChangeSetTable.makeObsolete(connection, id, "");
                    Tokens.remember(connection, id, request.token(), fingerprint);
                    return Optional.<String>empty();
                });
        if (repeated.isPresent()) {
            return repeated.get();
        }
        run.apply(step);
        provisioner.start(run);
        return id;
    }

    /// Begins to update a stack, and returns its id.
    ///
    /// @throws io.hydrant.aws.ServiceException when the request is refused, or changes nothing
    public String update(StackRequest request, Actor actor) throws IOException {
        Stack stack = stacks.get(request.stackName(), "Stack [%s] does not exist");
        String fingerprint = Tokens.fingerprint("UpdateStack", request);
        boolean repeat =
                catalog.read(connection ->
                        Tokens.isRepeat(connection, stack.id(), request.token(), fingerprint));
        if (repeat) {
            return stack.id();
        }
        refuseUnlessUpdatable(stack);
        Draft draft = drafts.ofUpdate(request, actor, stack);
        Operation operation =
                Operation.of(actor, request.token()).withoutRollback(request.disableRollback());
        begin(stack, draft, operation, Optional.empty(), fingerprint);
        return stack.id();
    }

    /// As an update, but on behalf of a change set.
    void update(Stack stack, Draft draft, Operation operation, String changeSetId)
            throws IOException {
        refuseUnlessUpdatable(stack);
        begin(stack, draft, operation, Optional.of(changeSetId), "");
    }

    /// Begins to create a stack that is under review, on behalf of a change set.
    void create(Stack review, StackSettings settings, Operation operation, String changeSetId)
            throws IOException {
        StackRun run = provisioner.runOf(review, operation);
        Stack begun = review.with(settings).updatedAt(run.now(), Optional.of(changeSetId));
        Step step =
                run.step()
                        .operation(operation)
                        .quietly(begun)
                        .status(StackStatus.CREATE_IN_PROGRESS, USER_INITIATED);
        commitIfStill(run, step, review);
        provisioner.start(run);
    }

    static void refuseUnlessUpdatable(Stack stack) {
        if (!stack.status().updatable()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:%s is in %s state and can not be updated.", stack.id(), stack.status());
        }
    }

    private void begin(
            Stack stack,
            Draft draft,
            Operation operation,
            Optional<String> changeSetId,
            String fingerprint)
            throws IOException {
        StackRun run =
                provisioner.runOf(
                        stack,
                        operation.undoing(new Operation.Previous(stack, stacks.resources(stack))));
        if (new Comparison(planner, run.resources()).isSame(stack, draft)) {
            throw CloudFormationError.VALIDATION.because("No updates are to be performed.");
        }
        Stack begun = stack.with(draft.settings()).updatedAt(run.now(), changeSetId);
        Step step =
                run.step()
                        .operation(run.operation())
                        .quietly(begun)
                        .status(StackStatus.UPDATE_IN_PROGRESS, USER_INITIATED);
        catalog.write(connection -> {
            refuseUnlessStill(StackTable.byId(connection, stack.id()), stack);
            step.write(connection);
            Tokens.remember(connection, stack.id(), operation.token(), fingerprint);
            return true;
        });
        run.apply(step);
        provisioner.start(run);
    }

    /// Begins to delete a stack; one that is not there is deleted already.
    ///
    /// @throws io.hydrant.aws.ServiceException when it is protected, or must not be deleted now
    public void delete(String nameOrId, List<String> retain, Actor actor, Optional<String> token)
            throws IOException {
        Optional<Stack> found = stacks.find(nameOrId);
        if (found.isEmpty() || gone(found.get())) {
            return;
        }
        provisioner.await(found.get().id(), WAIT_BEFORE_DELETION_MAX);
        Stack stack = stacks.find(found.get().id()).orElse(found.get());
        if (gone(stack)) {
            return;
        }
        checkDeletable(stack, retain);
        Operation operation = Operation.of(actor, token).retaining(retain);
        StackRun run = provisioner.runOf(stack, operation);
        Step step =
                run.step()
                        .operation(operation)
                        .quietly(stack.deletedAt(run.now()))
                        .status(StackStatus.DELETE_IN_PROGRESS, USER_INITIATED);
        commitIfStill(run, step, stack);
        provisioner.start(run);
    }

    private static boolean gone(Stack stack) {
        return stack.status() == StackStatus.DELETE_COMPLETE;
    }

    private void checkDeletable(Stack stack, List<String> retain) throws IOException {
        if (stack.settings().terminationProtection()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack [%s] cannot be deleted while TerminationProtection is enabled",
                    stack.name());
        }
        if (!retain.isEmpty() && stack.status() != StackStatus.DELETE_FAILED) {
            throw CloudFormationError.VALIDATION.because(
                    "Invalid operation on stack [%s]. When you delete a stack, specify which"
                            + " resources to retain only when the stack is in the DELETE_FAILED"
                            + " state.",
                    stack.id());
        }
        Optional<String> problem =
                catalog.read(connection -> new Exports(connection, stack.id()).deletionProblem());
        if (problem.isPresent()) {
            throw CloudFormationError.VALIDATION.because("%s", problem.get());
        }
    }

    /// Takes a failed roll-back of an update up again, leaving some resources as they are.
    public void continueRollback(
            String nameOrId, List<String> skip, Actor actor, Optional<String> token)
            throws IOException {
        Stack stack = stacks.get(nameOrId, "Stack [%s] does not exist");
        if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
            throw CloudFormationError.VALIDATION.because(
                    "ContinueUpdateRollback cannot be called from current stack status");
        }
        Operation operation =
                catalog.read(connection -> StackTable.operation(connection, stack.id()))
                        .orElseThrow(
                                () -> new IllegalStateException("No operation of " + stack.id()))
                        .by(actor, token)
                        .skipping(skip);
        StackRun run = provisioner.runOf(stack, operation);
        Step step =
                run.step()
                        .operation(operation)
                        .status(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, USER_INITIATED);
        commitIfStill(run, step, stack);
        provisioner.start(run);
    }

    /// Waits for the operation at work on a stack to end, but not longer than `limit`.
    public void await(Stack stack, Duration limit) throws IOException {
        if (stack.status().inProgress()) {
            provisioner.await(stack.id(), limit);
        }
    }

    /// Asks an update to roll back where it next can.
    public void cancelUpdate(String nameOrId) throws IOException {
        Stack stack = stacks.get(nameOrId, "Stack [%s] does not exist");
        if (stack.status() != StackStatus.UPDATE_IN_PROGRESS) {
            throw CloudFormationError.VALIDATION.because(
                    "CancelUpdateStack cannot be called from current stack status");
        }
        provisioner.cancel(stack.id());
    }

    /// Switches the protection against deletion, and returns the stack's id.
    public String protect(String nameOrId, boolean on) throws IOException {
        Stack stack = stacks.get(nameOrId, "Stack [%s] does not exist");
        catalog.write(connection -> {
            Stack now = StackTable.byId(connection, stack.id()).orElse(stack);
            StackTable.save(connection, now.with(now.settings().withProtection(on)));
            return true;
        });
        return stack.id();
    }

    private void commitIfStill(StackRun run, Step step, Stack seen) throws IOException {
        catalog.write(connection -> {
            refuseUnlessStill(StackTable.byId(connection, seen.id()), seen);
            step.write(connection);
            return true;
        });
        run.apply(step);
    }

    /// Two callers may have seen the same stack; only the first of them acts.
    private static void refuseUnlessStill(Optional<Stack> now, Stack seen) {
        StackStatus status = now.map(Stack::status).orElse(StackStatus.DELETE_COMPLETE);
        if (status != seen.status()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:%s is in %s state and can not be updated.", seen.id(), status);
        }
    }
}
