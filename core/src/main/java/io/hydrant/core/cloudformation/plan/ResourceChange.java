package io.hydrant.core.cloudformation.plan;

import java.util.List;
import java.util.Optional;

/// What a change set says of one resource. Texts are as the API shows them.
public record ResourceChange(
        Action action,
        String logicalId,
        Optional<String> physicalId,
        String type,
        Optional<String> replacement,
        Optional<String> policyAction,
        List<String> scope,
        List<Detail> details,
        Optional<String> before,
        Optional<String> after) {
    public ResourceChange {
        scope = List.copyOf(scope);
        details = List.copyOf(details);
    }

    public enum Action {
        ADD("Add"),
        MODIFY("Modify"),
        REMOVE("Remove");

        private final String text;

        Action(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /// One reason for the change. `evaluation` is `Static` when the new value is known already.
    public record Detail(
            String attribute,
            String name,
            String requiresRecreation,
            String evaluation,
            String changeSource,
            Optional<String> causingEntity,
            Optional<String> before,
            Optional<String> after) {}
}
