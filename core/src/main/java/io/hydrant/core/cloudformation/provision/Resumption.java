package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.resource.Claim;
import io.hydrant.core.cloudformation.resource.DesiredResource;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.PhysicalResource;
import io.hydrant.core.cloudformation.resource.ResourceFailure;
import io.hydrant.core.cloudformation.resource.ResourceType;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStep;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Ends the round that whoever was at work on a creation or an update left in the middle, so that
/// the rounds can go on from there: what is done is known to be, and they leave it alone.
///
/// What was to be made has its name and its mark written down. If it stands, it is made what it is
/// to be, whatever of that it has; if not, it is made under that name. What was to be changed is
/// changed, whichever of its properties are in effect. What was only announced begins anew.
final class Resumption {
    /// How often one operation is gone on with: one that ends the server each time is then rolled
    /// back.
    private static final int TIMES_MAX = 3;

    private final ResourceTypes types;
    private final Handler handler;

    Resumption(ResourceTypes types, Handler handler) {
        this.types = types;
        this.handler = handler;
    }

    private record Outcome(StackResource resource, Optional<String> failure) {}

    /// Why the operation does not go on; empty when it does.
    Optional<String> obstacle(StackRun run) throws IOException {
        if (run.operation().timesTakenUp() >= TIMES_MAX || hasFailed(run)) {
            return Optional.of(FailureReason.SERVER_STOPPED);
        }
        StackStep begin = run.step().operation(run.operation().takenUpAgain());
        for (StackResource resource : begun(run)) {
            backIfOnlyAnnounced(run, begin, resource);
        }
        begin.commit();
        List<Outcome> outcomes = Concurrently.map(begun(run), each -> finished(run, each));
        StackStep end = run.step();
        outcomes.stream()
                .filter(outcome -> outcome.failure().isEmpty())
                .forEach(outcome -> end.resource(outcome.resource()));
        end.commit();
        return outcomes.stream().flatMap(outcome -> outcome.failure().stream()).findFirst();
    }

    private static List<StackResource> begun(StackRun run) {
        return run.resources().values().stream()
                .filter(resource -> resource.status().inProgress())
                .toList();
    }

    /// Whether something failed in this operation, so that it was about to be undone.
    private static boolean hasFailed(StackRun run) {
        return run.resources().values().stream()
                .filter(resource ->
                        resource.status() == ResourceStatus.CREATE_FAILED
                                || resource.status() == ResourceStatus.UPDATE_FAILED)
                .anyMatch(resource -> !before(run, resource).equals(Optional.of(resource)));
    }

    /// The resource as it was before the operation.
    private static Optional<StackResource> before(StackRun run, StackResource now) {
        return run.operation().previous().stream()
                .map(Operation.Previous::resources)
                .flatMap(List::stream)
                .filter(resource -> resource.logicalId().equals(now.logicalId()))
                .findFirst();
    }

    private static void backIfOnlyAnnounced(StackRun run, StackStep step, StackResource now) {
        Optional<StackResource> before = before(run, now);
        boolean isAsBefore =
                before.filter(old ->
                                old.isSamePhysical(now)
                                        && old.definition().equals(now.definition())
                                        && old.unsettled().equals(now.unsettled()))
                        .isPresent();
        if (isAsBefore) {
            step.resourceQuietly(before.orElseThrow());
        } else if (now.physicalId().isEmpty()) {
            if (before.isPresent()) {
                step.resourceQuietly(before.get());
            } else {
                step.remove(now.logicalId());
            }
        }
    }

    private Outcome finished(StackRun run, StackResource resource) {
        try {
            Map<String, String> attributes = carriedOut(run, resource);
            ResourceStatus done =
                    resource.status() == ResourceStatus.CREATE_IN_PROGRESS
                            ? ResourceStatus.CREATE_COMPLETE
                            : ResourceStatus.UPDATE_COMPLETE;
            return new Outcome(
                    resource.at(done, Optional.empty(), run.now())
                            .settled()
                            .withAttributes(attributes),
                    Optional.empty());
        } catch (ResourceFailure failure) {
            return new Outcome(resource, Optional.of(failure.reason()));
        }
    }

    private Map<String, String> carriedOut(StackRun run, StackResource resource)
            throws ResourceFailure {
        ResourceType type = types.type(resource.type());
        ObjectNode typed = handler.typed(type, resource.logicalId(), resource.properties());
        DesiredResource desired = run.desired(resource.logicalId(), typed);
        PhysicalResource known = run.physical(resource, type, handler);
        boolean isMade =
                before(run, resource).filter(old -> old.isSamePhysical(resource)).isEmpty();
        if (!isMade) {
            return handler.update(type, known, desired);
        }
        return handler.stands(type, known)
                ? handler.update(type, bare(known, type, typed), desired)
                : handler.create(type, desired, claim(resource));
    }

    /// As if no more of what it is to be were known to be in effect than what nothing of its type
    /// is without.
    private static PhysicalResource bare(
            PhysicalResource known, ResourceType type, ObjectNode typed) {
        ObjectNode least = typed.deepCopy();
        least.retain(type.description().schema().required());
        return new PhysicalResource(
                known.actor(), known.physicalId(), known.mark(), List.of(least));
    }

    private static Claim claim(StackResource resource) {
        return new Claim(resource.physicalId().orElseThrow(), resource.mark().orElseThrow());
    }
}
