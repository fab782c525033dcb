package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.plan.Change;
import io.hydrant.core.cloudformation.resource.Handler;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.Operation;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.StackStep;
import io.hydrant.core.cloudformation.template.Graph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// UPDATE_ROLLBACK_IN_PROGRESS: changes back what an update changed. A resource that was replaced
/// gets its old physical one back, which still stands; what the update made is removed by the
/// clean-up.
final class UpdateRollback {
    private final ResourceTypes types;
    private final Handler handler;
    private final Owners owners;
    private final Instances instances;

    UpdateRollback(ResourceTypes types, Handler handler, Owners owners, Instances instances) {
        this.instances = instances;
        this.types = types;
        this.handler = handler;
        this.owners = owners;
    }

    void carryOut(StackRun run) throws IOException {
        Operation.Previous previous =
                run.operation()
                        .previous()
                        .orElseThrow(() ->
                                new IllegalStateException("Nothing to go back to: " + run.stack()));
        SequencedMap<String, StackResource> before = new LinkedHashMap<>();
        previous.resources().forEach(resource -> before.put(resource.logicalId(), resource));
        for (List<String> round : rounds(before)) {
            Set<String> restored = restore(run, before, round);
            List<String> others =
                    round.stream().filter(logicalId -> !restored.contains(logicalId)).toList();
            List<Change> changes = changes(run, before, others);
            if (!changes.isEmpty() && !new Round(run, types, handler, owners).carryOut(changes)) {
                run.step()
                        .status(StackStatus.UPDATE_ROLLBACK_FAILED, FailureReason.ofResources(run))
                        .commit();
                return;
            }
        }
        leaveOverWhatIsNew(run, before);
    }

    private static List<List<String>> rounds(Map<String, StackResource> before) {
        SequencedMap<String, Set<String>> dependencies = new LinkedHashMap<>();
        before.forEach((name, resource) -> {
            Set<String> needed = new LinkedHashSet<>(resource.dependencies());
            needed.retainAll(before.keySet());
            dependencies.put(name, needed);
        });
        return new Graph(dependencies).rounds();
    }

    /// Gives replaced resources their old physical ones back, and lets the new ones be removed.
    /// Nothing else is to be done for these, whose logical ids it returns.
    private static Set<String> restore(
            StackRun run, Map<String, StackResource> before, List<String> round)
            throws IOException {
        Set<String> restored = new LinkedHashSet<>();
        StackStep begin = run.step();
        StackStep end = run.step();
        for (String logicalId : round) {
            StackResource old = before.get(logicalId);
            StackResource now = run.resource(logicalId).orElse(null);
            if (old == null || now == null || old.isSamePhysical(now)) {
                continue;
            }
            restored.add(logicalId);
            begin.leftovers(exchanged(begin.leftoversSoFar(), old, now));
            if (!isWhole(old)) {
                begin.resourceQuietly(old);
            } else {
                begin.resource(
                        old.at(ResourceStatus.UPDATE_IN_PROGRESS, Optional.empty(), run.now()));
                end.resource(old.at(ResourceStatus.UPDATE_COMPLETE, Optional.empty(), run.now()));
            }
        }
        begin.commit();
        end.commit();
        return restored;
    }

    private static List<StackResource> exchanged(
            List<StackResource> leftovers, StackResource old, StackResource now) {
        List<StackResource> changed = new ArrayList<>(leftovers);
        changed.removeIf(resource -> resource.isSamePhysical(old));
        if (now.physicalId().isPresent()) {
            changed.add(now.removable());
        }
        return changed;
    }

    private static List<Change> changes(
            StackRun run, Map<String, StackResource> before, List<String> round) {
        List<Change> changes = new ArrayList<>();
        for (String logicalId : round) {
            StackResource old = before.get(logicalId);
            Optional<StackResource> now = run.resource(logicalId);
            if (old != null
                    && now.isPresent()
                    && touched(old, now.get())
                    && !run.operation().skip().contains(logicalId)) {
                changes.add(new Change.Modify(now.get(), old.definition(), List.of()));
            }
        }
        return changes;
    }

    /// Whether it was there before the update, and not the remains of a creation that failed.
    private static boolean isWhole(StackResource old) {
        return old.physicalId().isPresent() && old.status() != ResourceStatus.CREATE_FAILED;
    }

    /// Whether the update, or this roll-back before the server stopped, got as far as changing it.
    private static boolean touched(StackResource old, StackResource now) {
        return isWhole(old)
                && (!now.unsettled().isEmpty()
                        || !old.changed().equals(now.changed())
                        || !old.properties().equals(now.properties())
                        || !old.metadata().equals(now.metadata()));
    }

    private void leaveOverWhatIsNew(StackRun run, Map<String, StackResource> before)
            throws IOException {
        StackStep step = run.step();
        for (StackResource resource : run.resources().values()) {
            if (!before.containsKey(resource.logicalId())) {
                step.remove(resource.logicalId());
                step.leaveOver(resource.removable());
            }
        }
        step.exports(run.stack().outputs(), imports(run))
                .status(StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, "")
                .commit();
    }

    /// What the stack used before the update.
    private Set<String> imports(StackRun run) {
        return instances.of(run.stack()).importedNames();
    }
}
