package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.provision.Provisioner;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.LastOperation;
import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackRuns;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.StackStep;
import io.hydrant.core.cloudformation.stack.Stacks;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Begins to delete stacks. A deletion is durable when its method returns, and done soon after.
public final class StackDeletions {
    /// How long a deletion waits for the operation at work on its stack.
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final Stacks stacks;
    private final Provisioner provisioner;
    private final StackRuns runs;
    private final ServiceRole role;

    StackDeletions(Stacks stacks, Provisioner provisioner, StackRuns runs, ServiceRole role) {
        this.stacks = stacks;
        this.provisioner = provisioner;
        this.runs = runs;
        this.role = role;
    }

    /// Begins to delete a stack, once the operation at work on it has ended; one that is not there
    /// is deleted already.
    ///
    /// @throws io.hydrant.aws.ServiceException when it is protected, or must not be deleted now
    public void begin(String nameOrId, List<String> retain, Actor actor, Optional<String> token)
            throws IOException {
        begin(nameOrId, retain, actor, Optional.empty(), token);
    }

    /// The same by another role than the stack's.
    public void begin(
            String nameOrId,
            List<String> retain,
            Actor actor,
            Optional<String> roleArn,
            Optional<String> token)
            throws IOException {
        Optional<Stack> found = stacks.find(nameOrId);
        if (found.isEmpty() || gone(found.get())) {
            return;
        }
        String id = found.get().id();
        if (found.get().status().inProgress()) {
            provisioner.await(id, WAIT_MAX);
        }
        provisioner.begin(
                id,
                () -> refuseAtWork(stacks.find(id)),
                () -> {
                    Optional<Stack> stack = stacks.find(id).filter(now -> !gone(now));
                    return stack.isEmpty()
                            ? Optional.empty()
                            : begin(
                                    stack.get(),
                                    retain,
                                    acting(stack.get(), actor, roleArn),
                                    token);
                });
    }

    private Actor acting(Stack stack, Actor actor, Optional<String> roleArn) {
        return role.acting(actor, roleArn.or(stack.settings()::roleArn), stack.id());
    }

    private Optional<StackRun> begin(
            Stack stack, List<String> retain, Actor actor, Optional<String> token)
            throws IOException {
        check(stack, retain);
        Operation operation =
                runs.operation(LastOperation.Type.DELETE_STACK, actor, token)
                        .undoing(new Operation.Previous(stack, List.of()))
                        .retaining(retain);
        StackRun run = runs.of(stack, operation);
        StackStep step =
                run.step()
                        .operation(operation)
                        .quietly(stack.deletedAt(run.now()).begun(operation.name()))
                        .status(StackStatus.DELETE_IN_PROGRESS, StackOperations.USER_INITIATED);
        run.begin(step);
        return Optional.of(run);
    }

    private static boolean gone(Stack stack) {
        return stack.status() == StackStatus.DELETE_COMPLETE;
    }

    /// A deletion that is on its way is what was asked for.
    private static void refuseAtWork(Optional<Stack> stack) {
        boolean other =
                stack.filter(now -> now.status().inProgress())
                        .filter(now -> now.status() != StackStatus.DELETE_IN_PROGRESS)
                        .isPresent();
        if (other) {
            Stack now = stack.orElseThrow();
            throw CloudFormationError.VALIDATION.because(
                    "Stack [%s] cannot be deleted while in status %s", now.id(), now.status());
        }
    }

    private static void check(Stack stack, List<String> retain) {
        refuseAtWork(Optional.of(stack));
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
    }
}
