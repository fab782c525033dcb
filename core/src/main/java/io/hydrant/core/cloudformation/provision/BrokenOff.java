package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.StackStep;
import java.io.IOException;
import java.util.Optional;

/// What becomes of a stack whose operation was broken off, by a server that stopped or by a bug:
/// what was being made, changed or removed counts as failed, and the stack goes the way of that
/// failure.
final class BrokenOff {
    private static final String LEFT =
            ". What was to be cleaned up is still there; the next update cleans it up.";

    private BrokenOff() {}

    static void end(StackRun run, String reason) throws IOException {
        failResources(run, reason);
        String sentence = FailureReason.of(reason);
        switch (run.stack().status()) {
            case CREATE_IN_PROGRESS -> new Creation().fail(run, sentence);
            case UPDATE_IN_PROGRESS -> new Update().fail(run, sentence);
            case ROLLBACK_IN_PROGRESS -> settle(run, StackStatus.ROLLBACK_FAILED, sentence);
            case DELETE_IN_PROGRESS -> settle(run, StackStatus.DELETE_FAILED, sentence);
            case UPDATE_ROLLBACK_IN_PROGRESS ->
                    settle(run, StackStatus.UPDATE_ROLLBACK_FAILED, sentence);
            case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS ->
                    settle(run, StackStatus.UPDATE_COMPLETE, reason + LEFT);
            case UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ->
                    settle(run, StackStatus.UPDATE_ROLLBACK_COMPLETE, reason + LEFT);
            case REVIEW_IN_PROGRESS,
                    CREATE_COMPLETE,
                    CREATE_FAILED,
                    ROLLBACK_COMPLETE,
                    ROLLBACK_FAILED,
                    DELETE_COMPLETE,
                    DELETE_FAILED,
                    UPDATE_COMPLETE,
                    UPDATE_FAILED,
                    UPDATE_ROLLBACK_COMPLETE,
                    UPDATE_ROLLBACK_FAILED ->
                    throw new IllegalStateException("Nothing was at work on " + run.stack().id());
        }
    }

    private static void settle(StackRun run, StackStatus status, String reason) throws IOException {
        run.step().status(status, reason).commit();
    }

    /// The physical ids and marks of what was being made are known, so that it is removed if it is
    /// there; what was being changed is unsettled.
    private static void failResources(StackRun run, String reason) throws IOException {
        StackStep step = run.step();
        for (StackResource resource : run.resources().values()) {
            if (resource.status().inProgress()) {
                step.resource(resource.at(failed(resource), Optional.of(reason), run.now()));
            }
        }
        step.commit();
    }

    private static ResourceStatus failed(StackResource resource) {
        return switch (resource.status()) {
            case CREATE_IN_PROGRESS -> ResourceStatus.CREATE_FAILED;
            case DELETE_IN_PROGRESS -> ResourceStatus.DELETE_FAILED;
            default -> ResourceStatus.UPDATE_FAILED;
        };
    }
}
