package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.plan.Change;
import io.hydrant.core.cloudformation.resource.Claim;
import io.hydrant.core.cloudformation.resource.ResourceType;
import io.hydrant.core.cloudformation.stack.ResourceStatus;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How far a change of one resource has come: its properties typed, its physical id and mark
/// chosen, its attributes known, or why not.
record ChangeProgress(
        Change change,
        ResourceType type,
        ObjectNode typed,
        Optional<Claim> claim,
        Map<String, String> attributes,
        Optional<String> failure) {
    ChangeProgress {
        attributes = Map.copyOf(attributes);
    }

    static ChangeProgress of(Change change, ResourceType type) {
        return new ChangeProgress(
                change,
                type,
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    ChangeProgress prepared(ObjectNode properties, Optional<Claim> claimed) {
        return new ChangeProgress(change, type, properties, claimed, attributes, Optional.empty());
    }

    ChangeProgress done(Map<String, String> values) {
        return new ChangeProgress(change, type, typed, claim, values, Optional.empty());
    }

    ChangeProgress failed(String reason) {
        return new ChangeProgress(change, type, typed, claim, attributes, Optional.of(reason));
    }

    boolean isCreation() {
        return change instanceof Change.Add;
    }

    /// Whether another physical resource is made.
    boolean makesResource() {
        return !(change instanceof Change.Modify);
    }

    ResolvedResource wanted() {
        return switch (change) {
            case Change.Add add -> add.wanted();
            case Change.Modify modify -> modify.wanted();
            case Change.Replace replace -> replace.wanted();
            case Change.Remove remove ->
                    throw new IllegalStateException("A removal makes nothing: " + remove);
        };
    }

    ResourceStatus inProgress() {
        return isCreation() ? ResourceStatus.CREATE_IN_PROGRESS : ResourceStatus.UPDATE_IN_PROGRESS;
    }

    ResourceStatus complete() {
        return isCreation() ? ResourceStatus.CREATE_COMPLETE : ResourceStatus.UPDATE_COMPLETE;
    }

    ResourceStatus failedStatus() {
        return isCreation() ? ResourceStatus.CREATE_FAILED : ResourceStatus.UPDATE_FAILED;
    }
}
