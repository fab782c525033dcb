package io.hydrant.core.cloudformation.provision;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.plan.AttributeCheck;
import io.hydrant.core.cloudformation.plan.Change;
import io.hydrant.core.cloudformation.plan.Planner;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStep;
import io.hydrant.core.cloudformation.template.Output;
import io.hydrant.core.cloudformation.template.Resolution;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The way that a creation and an update have in common: through the whole template, round by
/// round, to the outputs.
final class Rounds {
    /// In what a creation and an update differ.
    interface Course {
        /// @throws ServiceException when no other round is to begin
        void refuseToGoOn(StackRun run);

        /// Every resource is as the template says.
        ///
        /// @throws ServiceException when that does not count
        void complete(StackRun run, List<Output> outputs, Set<String> imports) throws IOException;

        /// What could not be done is in the stack's reason.
        void fail(StackRun run, String reason) throws IOException;
    }

    private final ResourceTypes types;
    private final Handler handler;
    private final Owners owners;
    private final Instances instances;
    private final Planner planner;

    Rounds(ResourceTypes types, Handler handler, Owners owners, Instances instances) {
        this.types = types;
        this.handler = handler;
        this.owners = owners;
        this.instances = instances;
        this.planner = new Planner(types);
    }

    void carryOut(StackRun run, Course course) throws IOException {
        try {
            TemplateInstance wanted = instances.of(run.stack());
            AttributeCheck.check(wanted, types);
            run.step().importing(wanted.importedNames()).commit();
            planner.refuseUnlessPossible(wanted, run.resources());
            Resolution resolution = wanted.resolving(run);
            for (List<String> round : wanted.graph().rounds()) {
                course.refuseToGoOn(run);
                if (!change(run, resolution, round)) {
                    course.fail(run, FailureReason.ofResources(run));
                    return;
                }
            }
            course.complete(run, resolution.outputs(), wanted.importedNames());
        } catch (ServiceException refusal) {
            course.fail(run, FailureReason.of(refusal.text()));
        }
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
        if (unchanged.changesResources()) {
            unchanged.commit();
        }
        return changes.isEmpty() || new Round(run, types, handler, owners).carryOut(changes);
    }

    /// What an earlier creation that failed may have left behind.
    private static Optional<StackResource> halfMade(StackRun run, String logicalId) {
        return run.resource(logicalId)
                .filter(resource -> resource.status() == ResourceStatus.CREATE_FAILED)
                .filter(resource -> resource.physicalId().isPresent());
    }

    private static boolean tagsChanged(StackRun run) {
        return run.operation()
                .previous()
                .filter(before ->
                        !before.stack().settings().tags().equals(run.stack().settings().tags()))
                .isPresent();
    }
}
