package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceFailure;
import io.hydrant.core.cloudformation.resource.ResourceType;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Removes physical resources, those first that no other of them needs. What needs a resource that
/// could not be removed keeps standing.
final class Removal {
    /// What becomes of the records of what was removed.
    interface Records {
        /// Writes down a resource's new status and the event that tells it.
        void record(StackStep step, StackResource resource);
    }

    private final StackRun run;
    private final ResourceTypes types;
    private final Handler handler;
    private final Records records;
    private final int attemptsMax;

    Removal(StackRun run, ResourceTypes types, Handler handler, Records records, int attemptsMax) {
        this.run = run;
        this.types = types;
        this.handler = handler;
        this.records = records;
        this.attemptsMax = attemptsMax;
    }

    private record Outcome(StackResource resource, Optional<String> failure) {}

    /// The logical ids of those that could not be removed, or were not tried because of them.
    List<String> remove(List<StackResource> resources, Predicate<StackResource> kept)
            throws IOException {
        List<StackResource> waiting = new ArrayList<>(resources);
        Set<String> failed = new LinkedHashSet<>();
        List<StackResource> blocking = new ArrayList<>();
        List<StackResource> ready = ready(waiting, blocking);
        while (!ready.isEmpty()) {
            waiting.removeAll(ready);
            for (Outcome outcome : removeRound(ready, kept)) {
                if (outcome.failure().isPresent()) {
                    failed.add(outcome.resource().logicalId());
                    blocking.add(outcome.resource());
                }
            }
            ready = ready(waiting, blocking);
        }
        return List.copyOf(failed);
    }

    private static List<StackResource> ready(
            List<StackResource> waiting, List<StackResource> blocking) {
        Set<String> needed = new LinkedHashSet<>();
        waiting.forEach(resource -> needed.addAll(resource.dependencies()));
        blocking.forEach(resource -> needed.addAll(resource.dependencies()));
        return waiting.stream().filter(resource -> !needed.contains(resource.logicalId())).toList();
    }

    private List<Outcome> removeRound(List<StackResource> ready, Predicate<StackResource> kept)
            throws IOException {
        List<StackResource> there =
                ready.stream()
                        .filter(resource -> !kept.test(resource))
                        .filter(resource -> resource.physicalId().isPresent())
                        .toList();
        StackStep begin = run.step();
        for (StackResource resource : there) {
            records.record(
                    begin, at(resource, ResourceStatus.DELETE_IN_PROGRESS, Optional.empty()));
        }
        begin.commit();
        List<Outcome> outcomes = Concurrently.map(there, this::delete);
        finish(ready, kept, outcomes);
        return outcomes;
    }

    private void finish(
            List<StackResource> ready, Predicate<StackResource> kept, List<Outcome> outcomes)
            throws IOException {
        StackStep end = run.step();
        for (StackResource resource : ready) {
            if (kept.test(resource)) {
                records.record(end, at(resource, ResourceStatus.DELETE_SKIPPED, Optional.empty()));
            } else if (resource.physicalId().isEmpty()) {
                records.record(end, at(resource, ResourceStatus.DELETE_COMPLETE, Optional.empty()));
            }
        }
        for (Outcome outcome : outcomes) {
            if (outcome.failure().isEmpty()) {
                records.record(
                        end,
                        at(outcome.resource(), ResourceStatus.DELETE_COMPLETE, Optional.empty()));
            }
        }
        for (Outcome outcome : outcomes) {
            if (outcome.failure().isPresent()) {
                records.record(
                        end,
                        at(outcome.resource(), ResourceStatus.DELETE_FAILED, outcome.failure()));
            }
        }
        end.commit();
    }

    private StackResource at(
            StackResource resource, ResourceStatus status, Optional<String> reason) {
        return resource.at(status, reason, run.now());
    }

    private Outcome delete(StackResource resource) {
        String reason = "";
        for (int attempt = 0; attempt < attemptsMax; attempt++) {
            try {
                ResourceType type = types.type(resource.type());
                handler.delete(type, run.physical(resource, type, handler));
                return new Outcome(resource, Optional.empty());
            } catch (ResourceFailure failure) {
                reason = failure.reason();
            }
        }
        return new Outcome(resource, Optional.of(reason));
    }
}
