package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.cloudformation.resource.Claim;
import io.hydrant.core.cloudformation.template.ResolvedResource;
import io.hydrant.core.cloudformation.template.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A resource of a stack as it was at one moment: what it is called outside the stack and how it is
/// known there, if it is there, and what it was made from. `properties` hold texts only;
/// `dependencies` are the resources that have to outlive it.
///
/// @param mark what the very resource bears: another of its name is not the stack's. Older versions
///   wrote none down
/// @param unsettled properties that may be in effect instead of `properties`, at least in part,
///   because a change was begun and is not known to be done
/// @param masked `properties` as they may be shown, when NoEcho parameters are in them
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
        String updateReplacePolicy,
        Optional<String> mark,
        List<ObjectNode> unsettled,
        Optional<ObjectNode> masked) {
    public StackResource {
        unsettled = unsettled == null ? List.of() : List.copyOf(unsettled); // older ones have none
        attributes = Map.copyOf(attributes);
        dependencies = Set.copyOf(dependencies);
    }

    /// Not there yet.
    public static StackResource of(ResolvedResource wanted, ResourceStatus status, Instant now) {
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
                wanted.updateReplacePolicy(),
                Optional.empty(),
                List.of(),
                wanted.masked());
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
                "Delete",
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    public StackResource at(ResourceStatus next, Optional<String> why, Instant now) {
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
                updateReplacePolicy,
                mark,
                unsettled,
                masked);
    }

    /// The same, about to be made.
    public StackResource claimed(Claim claim) {
        return new StackResource(
                logicalId,
                type,
                Optional.of(claim.physicalId()),
                status,
                reason,
                changed,
                properties,
                metadata,
                attributes,
                dependencies,
                deletionPolicy,
                updateReplacePolicy,
                Optional.of(claim.mark()),
                unsettled,
                masked);
    }

    /// The same, with nothing outside the stack.
    public StackResource unclaimed() {
        return new StackResource(
                logicalId,
                type,
                Optional.empty(),
                status,
                reason,
                changed,
                properties,
                metadata,
                attributes,
                dependencies,
                deletionPolicy,
                updateReplacePolicy,
                Optional.empty(),
                unsettled,
                masked);
    }

    /// About to be changed into what is wanted: from now on either may be in effect.
    public StackResource changingInto(ResolvedResource wanted) {
        Set<ObjectNode> possible = new LinkedHashSet<>(unsettled);
        possible.add(properties);
        possible.remove(wanted.properties());
        return as(wanted).with(List.copyOf(possible));
    }

    /// Nothing but its properties is in effect.
    public StackResource settled() {
        return with(List.of());
    }

    private StackResource with(List<ObjectNode> possible) {
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
                deletionPolicy,
                updateReplacePolicy,
                mark,
                possible,
                masked);
    }

    /// Whether both are the same resource outside the stack.
    public boolean isSamePhysical(StackResource other) {
        return logicalId.equals(other.logicalId)
                && physicalId.equals(other.physicalId)
                && mark.equals(other.mark);
    }

    /// All properties that may be in effect.
    public List<ObjectNode> given() {
        List<ObjectNode> given = new ArrayList<>(unsettled);
        given.addFirst(properties);
        return given;
    }

    /// The same under other policies.
    public StackResource under(String onDeletion, String onReplacement) {
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
                onDeletion,
                onReplacement,
                mark,
                unsettled,
                masked);
    }

    public StackResource withAttributes(Map<String, String> values) {
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
                updateReplacePolicy,
                mark,
                unsettled,
                masked);
    }

    /// The same resource, made of something else.
    public StackResource as(ResolvedResource wanted) {
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
                wanted.updateReplacePolicy(),
                mark,
                unsettled,
                wanted.masked());
    }

    /// The same, to be removed whatever its policy says: an update that failed made it.
    public StackResource removable() {
        return under("Delete", "Delete");
    }

    /// What it was made from.
    public ResolvedResource definition() {
        return new ResolvedResource(
                logicalId,
                type,
                properties,
                true,
                metadata,
                deletionPolicy,
                updateReplacePolicy,
                dependencies,
                masked);
    }

    /// The properties as events and change sets show them.
    public ObjectNode shown() {
        return masked.orElse(properties);
    }

    /// What `Ref` to it means.
    public Optional<Value> reference() {
        return physicalId.map(Value.Text::of);
    }
}
