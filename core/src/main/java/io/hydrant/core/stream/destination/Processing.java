package io.hydrant.core.stream.destination;

import io.hydrant.core.transform.Processor;
import io.hydrant.core.transform.Processors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The processors of a destination, as they were given; without `enabled` they are switched off.
public record Processing(Optional<Boolean> enabled, Optional<List<Stage>> processors) {
    public Processing {
        processors = processors.map(List::copyOf);
    }

    /// One processor. What was not given is empty, because it is not shown either.
    public record Stage(ProcessorType type, Optional<List<Parameter>> parameters) {
        public Stage {
            parameters = parameters.map(List::copyOf);
        }

        /// Whether Hydrant has a processor of this type.
        public boolean isSupported() {
            return Processors.has(type.wireName());
        }

        /// The same as Hydrant carries it out, which shows its own parameters, whatever was given;
        /// as it was given, when Hydrant does not support it.
        public Stage carriedOut() {
            return isSupported() ? of(processor()) : this;
        }

        private static Stage of(Processor processor) {
            return new Stage(
                    ProcessorType.ofWireName(processor.type()),
                    Optional.of(
                            processor.parameters().entrySet().stream()
                                    .map(each ->
                                            new Parameter(
                                                    ProcessorParameter.ofWireName(each.getKey()),
                                                    each.getValue()))
                                    .toList()));
        }

        /// @throws IllegalArgumentException when this version does not know its kind
        private Processor processor() {
            Map<String, String> byName = new LinkedHashMap<>();
            parameters
                    .orElse(List.of())
                    .forEach(parameter ->
                            byName.putIfAbsent(parameter.name().wireName(), parameter.value()));
            return Processors.of(type.wireName(), byName);
        }

        /// A parameter's value; of several the first.
        public Optional<String> value(ProcessorParameter name) {
            return parameters.orElse(List.of()).stream()
                    .filter(parameter -> parameter.name() == name)
                    .map(Parameter::value)
                    .findFirst();
        }
    }

    public record Parameter(ProcessorParameter name, String value) {}

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
