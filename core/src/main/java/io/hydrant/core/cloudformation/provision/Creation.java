package io.hydrant.core.cloudformation.provision;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.plan.AttributeCheck;
import io.hydrant.core.cloudformation.plan.Change;
import io.hydrant.core.cloudformation.plan.Planner;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Output;
import io.hydrant.core.cloudformation.template.Resolution;
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
            run.step().importing(wanted.importedNames()).commit();
            planner.refuseUnlessPossible(wanted, Map.of());
            Resolution resolution = wanted.resolving(run);
            for (List<String> round : wanted.graph().rounds()) {
                refuseIfLate(run);
                if (!make(run, resolution, round)) {
                    fail(run, FailureReason.ofResources(run));
                    return;
                }
            }
            complete(run, wanted, resolution);
        } catch (ServiceException refusal) {
            fail(run, FailureReason.of(refusal.text()));
        }
    }

    private boolean make(StackRun run, Resolution resolution, List<String> round)
            throws IOException {
        List<Change> changes = new ArrayList<>();
        for (String logicalId : round) {
            changes.add(new Change.Add(resolution.resource(logicalId)));
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
            throw CloudFormationError.VALIDATION.because(
                    "Stack creation time exceeded the specified timeout");
        }
    }

    private static void complete(StackRun run, TemplateInstance wanted, Resolution resolution)
            throws IOException {
        List<Output> outputs = resolution.outputs();
        Stack done =
                run.stack().withOutputs(outputs).at(StackStatus.CREATE_COMPLETE, Optional.empty());
        run.step().exports(outputs, wanted.importedNames()).status(done).commit();
    }

    static void fail(StackRun run, String reason) throws IOException {
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
