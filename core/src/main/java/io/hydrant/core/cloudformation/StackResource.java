package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.template.ResolvedResource;
import io.hydrant.core.cloudformation.template.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A resource of a stack as it was at one moment: what it is called outside the stack, if it is
/// there, and what it was made from. `properties` hold texts only; `dependencies` are the resources
/// that have to outlive it.
public record StackResource(
        String logicalId,
        String type,
        Optional<String> physicalId,
        ResourceStatus status,
        Optional<String> reason,
        Instant changed,
        ObjectNode properties,
        ObjectNode metadata,
        Map<String, String> attributes,
        Set<String> dependencies,
        String deletionPolicy,
        String updateReplacePolicy) {
    public StackResource {
        attributes = Map.copyOf(attributes);
        dependencies = Set.copyOf(dependencies);
    }

    /// Not there yet.
    static StackResource of(ResolvedResource wanted, ResourceStatus status, Instant now) {
        return new StackResource(
                wanted.logicalId(),
                wanted.type(),
                Optional.empty(),
                status,
                Optional.empty(),
                now,
                wanted.properties(),
                wanted.metadata(),
                Map.of(),
                wanted.dependencies(),
                wanted.deletionPolicy(),
                wanted.updateReplacePolicy());
    }

    /// Before its properties could be resolved.
    static StackResource unresolved(
            String logicalId, String type, ResourceStatus status, Instant now) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new StackResource(
                logicalId,
                type,
                Optional.empty(),
                status,
                Optional.empty(),
                now,
                nothing,
                nothing,
                Map.of(),
                Set.of(),
                "Delete",
                "Delete");
    }

    StackResource at(ResourceStatus next, Optional<String> why, Instant now) {
        return new StackResource(
                logicalId,
                type,
                physicalId,
                next,
                why,
                now,
                properties,
                metadata,
                attributes,
                dependencies,
                deletionPolicy,
                updateReplacePolicy);
    }

    StackResource named(String id) {
        return new StackResource(
                logicalId,
                type,
                Optional.of(id),
                status,
                reason,
                changed,
                properties,
                metadata,
                attributes,
                dependencies,
                deletionPolicy,
                updateReplacePolicy);
    }

    StackResource withAttributes(Map<String, String> values) {
        return new StackResource(
                logicalId,
                type,
                physicalId,
                status,
                reason,
                changed,
                properties,
                metadata,
                values,
                dependencies,
                deletionPolicy,
                updateReplacePolicy);
    }

    /// The same resource, made of something else.
    StackResource as(ResolvedResource wanted) {
        return new StackResource(
                logicalId,
                type,
                physicalId,
                status,
                reason,
                changed,
                wanted.properties(),
                wanted.metadata(),
                attributes,
                wanted.dependencies(),
                wanted.deletionPolicy(),
                wanted.updateReplacePolicy());
    }

    /// The same, to be removed whatever its policy says: an update that failed made it.
    StackResource removable() {
        return new StackResource(
                logicalId,
                type,
                physicalId,
                status,
                reason,
                changed,
                properties,
                metadata,
                attributes,
                dependencies,
                "Delete",
                "Delete");
    }

    /// What it was made from.
    ResolvedResource definition() {
        return new ResolvedResource(
                logicalId,
                type,
                properties,
                true,
                metadata,
                deletionPolicy,
                updateReplacePolicy,
                dependencies);
    }

    /// What `Ref` to it means.
    Optional<Value> reference() {
        return physicalId.map(Value.Text::of);
    }
}
