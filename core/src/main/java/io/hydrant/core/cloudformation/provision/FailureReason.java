package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.stack.StackResource;
import io.hydrant.core.cloudformation.stack.StackRun;
import java.util.List;

/// The texts that say why a stack's operation failed.
final class FailureReason {
    static final String SERVER_STOPPED = "The server stopped during the operation";

    private FailureReason() {}

    /// Of what the stack's resources say of themselves; ends in a space, as AWS's does. Empty when
    /// none of them failed.
    static String ofResources(StackRun run) {
        String created = sentence("create", failed(run, ResourceStatus.CREATE_FAILED));
        String updated = sentence("update", failed(run, ResourceStatus.UPDATE_FAILED));
        return created + updated;
    }

    static String toDelete(List<String> failed) {
        return sentence("delete", failed);
    }

    /// Of something that is no resource's fault.
    static String of(String message) {
        return message.endsWith(".") ? message + " " : message + ". ";
    }

    private static List<String> failed(StackRun run, ResourceStatus status) {
        return run.resources().values().stream()
                .filter(resource -> resource.status() == status)
                .map(StackResource::logicalId)
                .toList();
    }

    private static String sentence(String verb, List<String> resources) {
        return resources.isEmpty()
                ? ""
                : "The following resource(s) failed to "
                        + verb
                        + ": ["
                        + String.join(", ", resources)
                        + "]. ";
    }
}
