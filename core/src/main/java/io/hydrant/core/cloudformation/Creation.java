package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.template.Output;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CREATE_IN_PROGRESS: makes the resources, round by round, and then the outputs.
final class Creation {
    private final ResourceTypes types;
    private final Handler handler;
    private final Owners owners;
    private final Instances instances;
    private final Planner planner;

    Creation(ResourceTypes types, Handler handler, Owners owners, Instances instances) {
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
            planner.plan(wanted, Map.of(), false);
            for (List<String> round : wanted.graph().rounds()) {
                refuseIfLate(run);
                if (!make(run, wanted, round)) {
                    fail(run, FailureReason.ofResources(run));
                    return;
                }
            }
            complete(run, wanted);
        } catch (ServiceException refusal) {
            fail(run, FailureReason.of(refusal.text()));
        }
    }

    private boolean make(StackRun run, TemplateInstance wanted, List<String> round)
            throws IOException {
        List<Change> changes = new ArrayList<>();
        for (String logicalId : round) {
            changes.add(new Change.Add(wanted.resolve(logicalId, run)));
        }
        return new Round(run, types, handler, owners).carryOut(changes);
    }

    private static void refuseIfLate(StackRun run) {
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
            throw io.hydrant.core.cloudformation.template.CloudFormationError.VALIDATION.because(
                    "Stack creation time exceeded the specified timeout");
        }
    }

    private static void complete(StackRun run, TemplateInstance wanted) throws IOException {
        List<Output> outputs = wanted.outputs(run);
        Stack done =
                run.stack().withOutputs(outputs).at(StackStatus.CREATE_COMPLETE, Optional.empty());
        run.step().exports(outputs, wanted.importedNames()).status(done).commit();
    }

    private static void fail(StackRun run, String reason) throws IOException {
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

    /// The server stopped in the middle: what was being made counts as failed. Its physical id is
    /// known, so the roll-back removes what may have been made.
    void interrupted(StackRun run) throws IOException {
        Step step = run.step();
        for (StackResource resource : run.resources().values()) {
            if (resource.status().inProgress()) {
                step.resource(
                        resource.at(
                                ResourceStatus.CREATE_FAILED,
                                Optional.of(FailureReason.SERVER_STOPPED),
                                run.now()));
            }
        }
        step.commit();
        fail(run, FailureReason.of(FailureReason.SERVER_STOPPED));
    }
}
