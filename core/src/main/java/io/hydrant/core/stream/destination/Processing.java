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

        /// The same as Hydrant shows it: of pure processors what they take, whatever was given.
        public Stage carriedOut() {
            return isPure() ? of(processor()) : this;
        }

        /// Whether it is one that makes exactly one record of each and cannot fail.
        private boolean isPure() {
            return Processors.has(type.wireName());
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

        private Processor processor() {
            return Processors.of(type.wireName(), byName());
        }

        /// The parameters' values by their names in the API; of several of a name the first.
        public Map<String, String> byName() {
            Map<String, String> byName = new LinkedHashMap<>();
            parameters
                    .orElse(List.of())
                    .forEach(parameter ->
                            byName.putIfAbsent(parameter.name().wireName(), parameter.value()));
            return byName;
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

    /// The processors that are at work.
    public List<Stage> active() {
        return enabled.orElse(false) ? processors.orElse(List.of()) : List.of();
    }

    /// The one of this type that is at work; of several the first.
    public Optional<Stage> active(ProcessorType type) {
        return active().stream().filter(stage -> stage.type() == type).findFirst();
    }

    /// What is done to records while an object is made of them, in the order in which AWS does it,
    /// whatever the order they were given in.
    public List<Processor> pure() {
        return Processors.inOrder(
                active().stream().filter(Stage::isPure).map(Stage::processor).toList());
    }
}
