package io.hydrant.core.stream.destination;

import io.hydrant.core.transform.Processor;
import io.hydrant.core.transform.Processors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The processors of a destination, as they were given; without `enabled` they are switched off.
public record Processing(Optional<Boolean> enabled, Optional<List<Stage>> processors) {

    /// One processor. What was not given is empty, because it is not shown either.
    public record Stage(String type, Optional<List<Parameter>> parameters) {
        public static Stage of(Processor processor) {
            return new Stage(
                    processor.type(),
                    Optional.of(
                            processor.parameters().entrySet().stream()
                                    .map(each -> new Parameter(each.getKey(), each.getValue()))
                                    .toList()));
        }

        /// @throws IllegalArgumentException when this version does not know its kind
        public Processor processor() {
            Map<String, String> byName = new LinkedHashMap<>();
            parameters
                    .orElse(List.of())
                    .forEach(parameter -> byName.putIfAbsent(parameter.name(), parameter.value()));
            return Processors.of(type, byName);
        }
    }

    public record Parameter(String name, String value) {}

    /// What is done to records, in the order in which AWS does it, whatever the order they were
    /// given in; nothing when they are switched off.
    ///
    /// @throws IllegalArgumentException when there is one that this version does not know
    public List<Processor> active() {
        return enabled.orElse(false)
                ? Processors.inOrder(
                        processors.orElse(List.of()).stream().map(Stage::processor).toList())
                : List.of();
    }
}
