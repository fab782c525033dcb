package io.hydrant.core.cloudformation.stack;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import tools.jackson.databind.node.ObjectNode;

/// A resource of a stack as it was at one moment: what it was made from, how it stands, what it is
/// called outside the stack and how it is known there, if it is there. Its document in the catalog
/// is flat: it has the members of all these.
///
/// @param mark what the very resource bears: another of its name is not the stack's. Older versions
///   wrote none down
/// @param unsettled properties that may be in effect instead of those of `definition`, at least in
///   part, because a change was begun and is not known to be done
public record StackResource(
        @JsonUnwrapped ResolvedResource definition,
        @JsonUnwrapped State state,
        Optional<String> physicalId,
        Optional<String> mark,
        Map<String, String> attributes,
        List<ObjectNode> unsettled) {
    /// How it stands, since when, and why, when there is anything to say.
    public record State(ResourceStatus status, Optional<String> reason, Instant changed) {}

    public StackResource {
        unsettled = unsettled == null ? List.of() : List.copyOf(unsettled); // older ones have none
        attributes = Map.copyOf(attributes);
    }

    /// Not there yet.
    public static StackResource of(ResolvedResource wanted, ResourceStatus status, Instant now) {
        return new StackResource(
                wanted,
                new State(status, Optional.empty(), now),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of());
    }

    public StackResource at(ResourceStatus next, Optional<String> why, Instant now) {
        return new StackResource(
                definition, new State(next, why, now), physicalId, mark, attributes, unsettled);
    }

    /// The same, about to be made.
    public StackResource claimed(Claim claim) {
        return known(Optional.of(claim.physicalId()), Optional.of(claim.mark()));
    }

    /// The same, with nothing outside the stack.
    public StackResource unclaimed() {
        return known(Optional.empty(), Optional.empty());
    }

    private StackResource known(Optional<String> as, Optional<String> by) {
        return new StackResource(definition, state, as, by, attributes, unsettled);
    }

    /// About to be changed into what is wanted: from now on either may be in effect.
    public StackResource changingInto(ResolvedResource wanted) {
        Set<ObjectNode> possible = new LinkedHashSet<>(unsettled);
        possible.add(properties());
        possible.remove(wanted.properties());
        return as(wanted).with(List.copyOf(possible));
    }

    /// Nothing but its properties is in effect.
    public StackResource settled() {
        return with(List.of());
    }

    private StackResource with(List<ObjectNode> possible) {
        return new StackResource(definition, state, physicalId, mark, attributes, possible);
    }

    /// Whether both are the same resource outside the stack.
    public boolean isSamePhysical(StackResource other) {
        return logicalId().equals(other.logicalId())
                && physicalId.equals(other.physicalId)
                && mark.equals(other.mark);
    }

    /// All properties that may be in effect.
    public List<ObjectNode> given() {
        List<ObjectNode> given = new ArrayList<>(unsettled);
        given.addFirst(properties());
        return given;
    }

    /// The same under other policies.
    public StackResource under(String onDeletion, String onReplacement) {
        return as(definition.under(onDeletion, onReplacement));
    }

    public StackResource withAttributes(Map<String, String> values) {
        return new StackResource(definition, state, physicalId, mark, values, unsettled);
    }

    /// The same resource, made of something else.
    public StackResource as(ResolvedResource wanted) {
        return new StackResource(wanted, state, physicalId, mark, attributes, unsettled);
    }

    /// The same, to be removed whatever its policy says: an update that failed made it.
    public StackResource removable() {
        return under("Delete", "Delete");
    }

    /// The properties as events and change sets show them.
    public ObjectNode shown() {
        return definition.shown();
    }

    /// What `Ref` to it means.
    public Optional<Value> reference() {
        return physicalId.map(Value.Text::of);
    }

    public String logicalId() {
        return definition.logicalId();
    }

    public String type() {
        return definition.type();
    }

    /// Texts only.
    public ObjectNode properties() {
        return definition.properties();
    }

    public ObjectNode metadata() {
        return definition.metadata();
    }

    /// The resources that have to outlive it.
    public Set<String> dependencies() {
        return definition.dependencies();
    }

    public String deletionPolicy() {
        return definition.deletionPolicy();
    }

    public String updateReplacePolicy() {
        return definition.updateReplacePolicy();
    }

    public ResourceStatus status() {
        return state.status();
    }

    public Optional<String> reason() {
        return state.reason();
    }

    public Instant changed() {
        return state.changed();
    }
}
