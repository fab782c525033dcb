package io.hydrant.core.cloudformation.provision;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// DELETE_IN_PROGRESS, and ROLLBACK_IN_PROGRESS of a creation: removes the resources, those first
/// that others were made from last.
final class Deletion {
    private final ResourceTypes types;
    private final Handler handler;

    Deletion(ResourceTypes types, Handler handler) {
        this.types = types;
        this.handler = handler;
    }

    void carryOut(StackRun run) throws IOException {
        boolean rollback = run.stack().status() == StackStatus.ROLLBACK_IN_PROGRESS;
        if (isCancelled(run)) {
            return;
        }
        List<String> failed = new ArrayList<>(removeLeftovers(run));
        Removal removal =
                new Removal(run, types, handler, (step, resource) -> step.resource(resource), 1);
        failed.addAll(
                removal.remove(
                        run.resources().values().stream()
                                .filter(resource -> !resource.status().gone())
                                .toList(),
                        resource -> retained(run, resource, rollback)));
        end(run, rollback, failed);
    }

    /// What others use of the stack keeps it as it was. From the moment on at which nobody does,
    /// nobody can begin to.
    private static boolean isCancelled(StackRun run) throws IOException {
        try {
            run.step().givingUpExports().commit();
            return false;
        } catch (ServiceException used) {
            Stack now = run.stack();
            Stack before = run.operation().previous().map(Operation.Previous::stack).orElse(now);
            run.step()
                    .status(
                            before.begun(run.operation().name())
                                    .at(before.status(), Optional.of(used.text())))
                    .commit();
            return true;
        }
    }

    private List<String> removeLeftovers(StackRun run) throws IOException {
        Removal removal =
                new Removal(run, types, handler, (step, resource) -> step.event(resource), 1);
        List<String> failed =
                removal.remove(
                        run.leftovers(), resource -> !resource.deletionPolicy().equals("Delete"));
        run.step()
                .leftovers(
                        run.leftovers().stream()
                                .filter(resource -> failed.contains(resource.logicalId()))
                                .toList())
                .commit();
        return failed;
    }

    private static boolean retained(StackRun run, StackResource resource, boolean rollback) {
        if (run.operation().retain().contains(resource.logicalId())) {
            return true;
        }
        return switch (resource.deletionPolicy()) {
            case "Retain" -> true;
            case "RetainExceptOnCreate" -> !rollback;
            default -> false;
        };
    }

    private static void end(StackRun run, boolean rollback, List<String> failed)
            throws IOException {
        if (!failed.isEmpty()) {
            run.step()
                    .status(
                            rollback ? StackStatus.ROLLBACK_FAILED : StackStatus.DELETE_FAILED,
                            FailureReason.toDelete(failed))
                    .commit();
            return;
        }
        run.step()
                .exports(List.of(), Set.of())
                .status(rollback ? StackStatus.ROLLBACK_COMPLETE : StackStatus.DELETE_COMPLETE, "")
                .commit();
    }
}
