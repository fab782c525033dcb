package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.plan.Change;
import io.hydrant.core.cloudformation.resource.Claim;
import io.hydrant.core.cloudformation.resource.DesiredResource;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.HandlerErrorCode;
import io.hydrant.core.cloudformation.resource.ResourceFailure;
import io.hydrant.core.cloudformation.resource.ResourceType;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Makes or changes resources that do not wait for each other, all at once. The events come in the
/// order of the template: every begin, then every initiation, then every end.
///
/// A physical id and a mark are durable before their resource is made, and the resource bears the
/// mark from its first moment. So after a crash there is nothing outside the catalog that the
/// catalog does not name, and what only has the name is known to be somebody else's. Likewise what
/// a resource is to be changed into is durable beside what it was, until the change is known to be
/// done.
final class Round {
    private static final String REPLACING =
            "Requested update requires the creation of a new physical resource; hence creating"
                    + " one.";
    private static final String INITIATED = "Resource creation Initiated";

    private final StackRun run;
    private final ResourceTypes types;
    private final Handler handler;
    private final Owners owners;

    Round(StackRun run, ResourceTypes types, Handler handler, Owners owners) {
        this.run = run;
        this.types = types;
        this.handler = handler;
        this.owners = owners;
    }

    /// Whether all of it succeeded. None of `changes` is a removal.
    boolean carryOut(List<Change> changes) throws IOException {
        List<ChangeProgress> attempts =
                changes.stream()
                        .map(change -> ChangeProgress.of(change, types.type(change.type())))
                        .toList();
        announce(attempts);
        List<ChangeProgress> prepared = Concurrently.map(attempts, this::prepare);
        if (prepared.stream().anyMatch(attempt -> attempt.failure().isPresent())) {
            cancelRest(prepared);
            return false;
        }
        initiate(prepared);
        List<ChangeProgress> ended = Concurrently.map(prepared, this::perform);
        finish(ended);
        return ended.stream().allMatch(attempt -> attempt.failure().isEmpty());
    }

    private void announce(List<ChangeProgress> attempts) throws IOException {
        StackStep step = run.step();
        for (ChangeProgress attempt : attempts) {
            step.resource(
                    switch (attempt.change()) {
                        case Change.Add add ->
                                StackResource.of(add.wanted(), attempt.inProgress(), run.now());
                        case Change.Modify modify ->
                                modify.current()
                                        .at(attempt.inProgress(), Optional.empty(), run.now());
                        case Change.Replace replace ->
                                replace.current()
                                        .at(
                                                attempt.inProgress(),
                                                Optional.of(REPLACING),
                                                run.now());
                        case Change.Remove remove ->
                                throw new IllegalStateException("A round removes nothing");
                    });
        }
        step.commit();
    }

    private ChangeProgress prepare(ChangeProgress attempt) {
        String logicalId = attempt.change().logicalId();
        try {
            ObjectNode typed =
                    handler.typed(attempt.type(), logicalId, attempt.wanted().properties());
            if (!attempt.makesResource()) {
                return attempt.prepared(typed, Optional.empty());
            }
            DesiredResource desired = run.desired(logicalId, typed);
            if (attempt.change() instanceof Change.Replace replace) {
                refuseSameName(attempt.type(), replace);
            }
            return attempt.prepared(typed, Optional.of(claim(attempt.type(), desired)));
        } catch (ResourceFailure failure) {
            return attempt.failed(failure.reason());
        }
    }

    /// A name that the template gives can only be had once: the old resource still has it.
    private static void refuseSameName(ResourceType type, Change.Replace replace)
            throws ResourceFailure {
        Optional<String> name =
                type.description()
                        .nameProperty()
                        .flatMap(property ->
                                replace.wanted().properties().path(property).stringValueOpt());
        Optional<String> before =
                type.description()
                        .nameProperty()
                        .flatMap(property ->
                                replace.current().properties().path(property).stringValueOpt());
        if (name.isPresent() && name.equals(before)) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "CloudFormation cannot update a stack when a custom-named resource requires"
                            + " replacing. Rename "
                            + name.get()
                            + " and update the stack again.");
        }
    }

    private Claim claim(ResourceType type, DesiredResource desired) throws ResourceFailure {
        try {
            return handler.prepare(type, desired);
        } catch (ResourceFailure failure) {
            throw withOwner(failure, type, desired);
        }
    }

    /// A name that another stack has is told with that stack.
    private ResourceFailure withOwner(
            ResourceFailure failure, ResourceType type, DesiredResource desired)
            throws ResourceFailure {
        if (failure.code() == HandlerErrorCode.ALREADY_EXISTS) {
            owners.refuseIfOwned(type, desired);
        }
        return failure;
    }

    private void cancelRest(List<ChangeProgress> attempts) throws IOException {
        StackStep step = run.step();
        for (ChangeProgress attempt : attempts) {
            String cancelled =
                    attempt.isCreation()
                            ? "Resource creation cancelled"
                            : "Resource update cancelled";
            step.resource(failed(attempt, attempt.failure().orElse(cancelled)));
        }
        step.commit();
    }

    private StackResource failed(ChangeProgress attempt, String reason) {
        return begun(attempt).at(attempt.failedStatus(), Optional.of(reason), run.now());
    }

    /// What is to be changed in place may be either from here on: a roll-back then changes it back,
    /// however far the change got.
    private void initiate(List<ChangeProgress> attempts) throws IOException {
        StackStep step = run.step();
        for (ChangeProgress attempt : attempts) {
            switch (attempt.change()) {
                case Change.Add add -> step.resource(initiated(attempt));
                case Change.Replace replace ->
                        step.resource(initiated(attempt)).leaveOver(leftover(replace));
                case Change.Modify modify ->
                        step.resourceQuietly(begun(attempt).changingInto(modify.wanted()));
                case Change.Remove remove ->
                        throw new IllegalStateException("A round removes nothing");
            }
        }
        step.commit();
    }

    private StackResource initiated(ChangeProgress attempt) {
        return StackResource.of(attempt.wanted(), attempt.inProgress(), run.now())
                .at(attempt.inProgress(), Optional.of(INITIATED), run.now())
                .claimed(attempt.claim().orElseThrow());
    }

    private StackResource begun(ChangeProgress attempt) {
        return run.resource(attempt.change().logicalId())
                .orElseThrow(() -> new IllegalStateException("Not begun: " + attempt.change()));
    }

    /// The old physical resource, kept or removed by the policy for replaced ones.
    private static StackResource leftover(Change.Replace replace) {
        StackResource old = replace.current();
        return old.under(replace.wanted().updateReplacePolicy(), old.updateReplacePolicy());
    }

    private ChangeProgress perform(ChangeProgress attempt) {
        DesiredResource desired = run.desired(attempt.change().logicalId(), attempt.typed());
        try {
            return attempt.done(
                    attempt.makesResource()
                            ? create(attempt, desired)
                            : handler.update(
                                    attempt.type(),
                                    run.physical(begun(attempt), attempt.type(), handler),
                                    desired));
        } catch (ResourceFailure failure) {
            return attempt.failed(failure.reason());
        }
    }

    private Map<String, String> create(ChangeProgress attempt, DesiredResource desired)
            throws ResourceFailure {
        try {
            return handler.create(attempt.type(), desired, attempt.claim().orElseThrow());
        } catch (ResourceFailure failure) {
            throw withOwner(failure, attempt.type(), desired);
        }
    }

    /// First what succeeded, then what failed.
    private void finish(List<ChangeProgress> attempts) throws IOException {
        StackStep step = run.step();
        List<ChangeProgress> failures = new ArrayList<>();
        for (ChangeProgress attempt : attempts) {
            if (attempt.failure().isPresent()) {
                failures.add(attempt);
            } else {
                step.resource(completed(attempt));
            }
        }
        for (ChangeProgress attempt : failures) {
            finishFailed(step, attempt);
        }
        step.commit();
    }

    /// A change that failed may have been half done, and stays unsettled. A creation that failed
    /// leaves what it made to be removed, if it made anything; the resource that was to be replaced
    /// is the stack's again.
    private void finishFailed(StackStep step, ChangeProgress attempt) {
        StackResource failed = failed(attempt, attempt.failure().orElseThrow());
        switch (attempt.change()) {
            case Change.Add add -> step.resource(stands(attempt) ? failed : failed.unclaimed());
            case Change.Modify modify -> step.resource(failed);
            case Change.Replace replace -> {
                StackResource old = replace.current();
                List<StackResource> left = new ArrayList<>(step.leftoversSoFar());
                left.removeIf(resource -> resource.isSamePhysical(old));
                if (stands(attempt)) {
                    left.add(failed.removable());
                }
                step.leftovers(left)
                        .resourceQuietly(old.at(failed.status(), failed.reason(), run.now()))
                        .event(failed);
            }
            case Change.Remove remove -> throw new IllegalStateException("A round removes nothing");
        }
    }

    /// Whether a creation that failed made anything. What cannot be found out counts as made: its
    /// mark keeps others' resources safe.
    private boolean stands(ChangeProgress attempt) {
        try {
            return handler.stands(
                    attempt.type(), run.physical(begun(attempt), attempt.type(), handler));
        } catch (ResourceFailure unknown) {
            return true;
        }
    }

    private StackResource completed(ChangeProgress attempt) {
        return begun(attempt)
                .at(attempt.complete(), Optional.empty(), run.now())
                .as(attempt.wanted())
                .settled()
                .withAttributes(attempt.attributes());
    }
}
