package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.Stacks;
import java.io.IOException;
import java.util.Optional;

/// Takes a stack from one status in progress to the next.
public final class Phases {
    private final Rounds rounds;
    private final UpdateRollback updateRollback;
    private final CleanUp cleanUp;
    private final Deletion deletion;
    private final Resumption resumption;

    public Phases(ResourceTypes types, Handler handler, Stacks stacks, Instances instances) {
        Owners owners = new Owners(stacks);
        this.rounds = new Rounds(types, handler, owners, instances);
        this.updateRollback = new UpdateRollback(types, handler, owners, instances);
        this.cleanUp = new CleanUp(types, handler, instances);
        this.deletion = new Deletion(types, handler);
        this.resumption = new Resumption(types, handler);
    }

    /// Until the stack is settled.
    void carryOut(StackRun run) throws IOException {
        while (run.stack().status().inProgress()) {
            switch (run.stack().status()) {
                case CREATE_IN_PROGRESS -> rounds.carryOut(run, new Creation());
                case UPDATE_IN_PROGRESS -> rounds.carryOut(run, new Update());
                case UPDATE_ROLLBACK_IN_PROGRESS -> updateRollback.carryOut(run);
                case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
                        UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ->
                        cleanUp.carryOut(run);
                case ROLLBACK_IN_PROGRESS, DELETE_IN_PROGRESS -> deletion.carryOut(run);
                default -> throw new IllegalStateException("Not in progress: " + run.stack());
            }
        }
    }

    /// Ends a phase that was broken off as one that failed.
    void brokenOff(StackRun run, String reason) throws IOException {
        BrokenOff.end(run, reason);
    }

    /// Ends the round that a stopped server left in the middle. When that fails the operation does.
    void takeUp(StackRun run) throws IOException {
        switch (run.stack().status()) {
            case CREATE_IN_PROGRESS, UPDATE_IN_PROGRESS -> {
                Optional<String> obstacle = resumption.obstacle(run);
                if (obstacle.isPresent()) {
                    brokenOff(run, obstacle.get());
                }
            }
            default -> {
                // Removing and rolling back are simply done again.
            }
        }
    }
}
