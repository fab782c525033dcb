package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// CREATE_IN_PROGRESS: everything is added.
final class Creation implements Rounds.Course {
    @Override
    public void refuseToGoOn(StackRun run) {
        Optional<Integer> minutes = run.stack().settings().timeoutInMinutes();
        boolean late =
                minutes.filter(limit ->
                                run.now()
                                        .isAfter(
                                                run.stack()
                                                        .created()
                                                        .plus(Duration.ofMinutes(limit))))
                        .isPresent();
        if (late) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack creation time exceeded the specified timeout");
        }
    }

    @Override
    public void complete(StackRun run, List<Output> outputs, Set<String> imports)
            throws IOException {
        Stack done =
                run.stack().withOutputs(outputs).at(StackStatus.CREATE_COMPLETE, Optional.empty());
        run.step().exports(outputs, imports).status(done).commit();
    }

    @Override
    public void fail(StackRun run, String reason) throws IOException {
        switch (run.stack().settings().onFailure()) {
            case ROLLBACK ->
                    run.step()
                            .quietly(run.stack().deletedAt(run.now()))
                            .status(
                                    StackStatus.ROLLBACK_IN_PROGRESS,
                                    reason + "Rollback requested by user.")
                            .commit();
            case DELETE ->
                    run.step()
                            .quietly(run.stack().deletedAt(run.now()))
                            .status(
                                    StackStatus.DELETE_IN_PROGRESS,
                                    reason + "Delete requested by user.")
                            .commit();
            case DO_NOTHING -> run.step().status(StackStatus.CREATE_FAILED, reason).commit();
        }
    }
}
