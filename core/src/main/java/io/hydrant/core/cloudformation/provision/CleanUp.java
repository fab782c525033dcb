package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.plan.Planner;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.StackStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The end of an update and of its roll-back: removes what the stack no longer has. What cannot be
/// removed is let go.
final class CleanUp {
    /// How often a removal is tried, as in AWS.
    private static final int ATTEMPTS = 3;

    private static final String NOT_ALL =
            "Update successful. One or more resources could not be deleted.";

    private final ResourceTypes types;
    private final Handler handler;
    private final Instances instances;

    CleanUp(ResourceTypes types, Handler handler, Instances instances) {
        this.types = types;
        this.handler = handler;
        this.instances = instances;
    }

    void carryOut(StackRun run) throws IOException {
        boolean forward = run.stack().status() == StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS;
        if (forward) {
            letGo(run);
        }
        Removal removal =
                new Removal(
                        run, types, handler, (step, resource) -> step.event(resource), ATTEMPTS);
        List<String> failed = removal.remove(run.leftovers(), resource -> retained(resource));
        run.step()
                .leftovers(List.of())
                .status(
                        forward
                                ? StackStatus.UPDATE_COMPLETE
                                : StackStatus.UPDATE_ROLLBACK_COMPLETE,
                        forward && !failed.isEmpty() ? NOT_ALL : "")
                .commit();
    }

    private static boolean retained(StackResource resource) {
        return !resource.deletionPolicy().equals("Delete");
    }

    /// Resources that the template no longer has become left over.
    private void letGo(StackRun run) throws IOException {
        List<StackResource> removed =
                new ArrayList<>(Planner.removed(instances.of(run.stack()), run.resources()));
        StackStep step = run.step();
        for (StackResource resource : removed) {
            step.remove(resource.logicalId());
            step.leaveOver(resource);
        }
        step.commit();
    }
}
