package io.hydrant.core.cloudformation.provision;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.plan.AttributeCheck;
import io.hydrant.core.cloudformation.plan.Change;
import io.hydrant.core.cloudformation.plan.Planner;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.StackStep;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Output;
import io.hydrant.core.cloudformation.template.Resolution;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// UPDATE_IN_PROGRESS: makes, changes and replaces resources, round by round. Nothing is removed
/// before all of that has succeeded.
final class Update {
    private final ResourceTypes types;
    private final Handler handler;
    private final Owners owners;
    private final Instances instances;
    private final Planner planner;

    Update(ResourceTypes types, Handler handler, Owners owners, Instances instances) {
        this.types = types;
        this.handler = handler;
        this.owners = owners;
        this.instances = instances;
        this.planner = new Planner(types);
    }

    void carryOut(StackRun run) throws IOException {
        try {
            TemplateInstance wanted = instances.of(run.stack());
            AttributeCheck.check(wanted, types);
            run.step().importing(wanted.importedNames()).commit();
            planner.refuseUnlessPossible(wanted, run.resources());
            Resolution resolution = wanted.resolving(run);
            for (List<String> round : wanted.graph().rounds()) {
                refuseIfCancelled(run);
                if (!change(run, resolution, round)) {
                    fail(run, FailureReason.ofResources(run));
                    return;
                }
            }
            refuseIfCancelled(run);
            complete(run, wanted, resolution);
        } catch (ServiceException refusal) {
            fail(run, FailureReason.of(refusal.text()));
        }
    }

    private static void refuseIfCancelled(StackRun run) {
        if (run.cancelled()) {
            throw CloudFormationError.VALIDATION.because("User Initiated");
        }
    }

    private static boolean tagsChanged(StackRun run) {
        return run.operation()
                .previous()
                .filter(before ->
                        !before.stack().settings().tags().equals(run.stack().settings().tags()))
                .isPresent();
    }

    private boolean change(StackRun run, Resolution resolution, List<String> round)
            throws IOException {
        List<Change> changes = new ArrayList<>();
        StackStep unchanged = run.step();
        for (String logicalId : round) {
            ResolvedResource resolved = resolution.resource(logicalId);
            Optional<StackResource> current = Planner.existing(run.resources(), logicalId);
            Optional<Change> change = planner.change(current, resolved, tagsChanged(run));
            if (change.isPresent()) {
                changes.add(change.get());
                halfMade(run, logicalId).ifPresent(unchanged::leaveOver);
            } else {
                current.ifPresent(same -> unchanged.resourceQuietly(same.as(resolved)));
            }
        }
        unchanged.commit();
        return changes.isEmpty() || new Round(run, types, handler, owners).carryOut(changes);
    }

    /// What an earlier creation that failed may have left behind.
    private static Optional<StackResource> halfMade(StackRun run, String logicalId) {
        return run.resource(logicalId)
                .filter(resource -> resource.status() == ResourceStatus.CREATE_FAILED)
                .filter(resource -> resource.physicalId().isPresent());
    }

    private static void complete(StackRun run, TemplateInstance wanted, Resolution resolution)
            throws IOException {
        List<Output> outputs = resolution.outputs();
        run.step()
                .exports(outputs, wanted.importedNames())
                .quietly(run.stack().withOutputs(outputs))
                .status(StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, "")
                .commit();
    }

    /// The stack is again to be what it was, unless its caller wants it left as it is.
    static void fail(StackRun run, String reason) throws IOException {
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
