package io.hydrant.core.logevents;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A condition on an event that is JSON.
sealed interface JsonCondition {
    boolean holds(JsonNode event);

    /// One step into an event: a member, or an element of a list.
    sealed interface PathStep {
        record Member(String name) implements PathStep {}

        record Element(int index) implements PathStep {}
    }

    record Both(JsonCondition one, JsonCondition two) implements JsonCondition {
        @Override
        public boolean holds(JsonNode event) {
            return one.holds(event) && two.holds(event);
        }
    }

    record Either(JsonCondition one, JsonCondition two) implements JsonCondition {
        @Override
        public boolean holds(JsonNode event) {
            return one.holds(event) || two.holds(event);
        }
    }

    /// @param test of what the path leads to, which may be missing
    record Value(List<PathStep> path, Predicate<JsonNode> test) implements JsonCondition {
        public Value {
            path = List.copyOf(path);
        }

        @Override
        public boolean holds(JsonNode event) {
            JsonNode at = event;
            for (PathStep step : path) {
                at =
                        switch (step) {
                            case PathStep.Member member -> at.path(member.name());
                            case PathStep.Element element -> at.path(element.index());
                        };
            }
            return test.test(at);
        }
    }

    static Optional<JsonNode> json(String message) {
        try {
            return Optional.of(JsonMapper.shared().readTree(message)).filter(JsonNode::isContainer);
        } catch (JacksonException isNone) {
            return Optional.empty();
        }
    }
}
