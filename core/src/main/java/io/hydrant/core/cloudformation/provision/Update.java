package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Output;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// UPDATE_IN_PROGRESS: resources are made, changed and replaced. Nothing is removed before all of
/// that has succeeded.
final class Update implements Rounds.Course {
    @Override
    public void refuseToGoOn(StackRun run) {
        if (run.cancelled()) {
            throw CloudFormationError.VALIDATION.because("User Initiated");
        }
    }

    @Override
    public void complete(StackRun run, List<Output> outputs, Set<String> imports)
            throws IOException {
        refuseToGoOn(run);
        run.step()
                .exports(outputs, imports)
                .quietly(run.stack().withOutputs(outputs))
                .status(StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, "")
                .commit();
    }

    /// The stack is again to be what it was, unless its caller wants it left as it is.
    @Override
    public void fail(StackRun run, String reason) throws IOException {
        Optional<Operation.Previous> previous = run.operation().previous();
        if (run.operation().disableRollback() || previous.isEmpty()) {
            run.step().status(StackStatus.UPDATE_FAILED, reason).commit();
            return;
        }
        Stack before = previous.get().stack();
        run.step()
                .quietly(run.stack().with(before.settings()).withOutputs(before.outputs()))
                .status(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, reason)
                .commit();
    }
}
