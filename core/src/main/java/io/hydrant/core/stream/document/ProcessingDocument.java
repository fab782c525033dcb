package io.hydrant.core.stream.document;

import io.hydrant.core.stream.destination.Processing;
import io.hydrant.core.stream.destination.Processing.Parameter;
import io.hydrant.core.stream.destination.Processing.Stage;
import io.hydrant.core.stream.destination.ProcessorParameter;
import io.hydrant.core.stream.destination.ProcessorType;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A destination's processors as JSON: the ProcessingConfiguration.
public final class ProcessingDocument {
    private ProcessingDocument() {}

    /// The processors as they are given.
    public static Processing read(JsonNode block) {
        return new Processing(
                block.path("Enabled").booleanValueOpt(),
                Optional.ofNullable(block.get("Processors"))
                        .map(list -> list.valueStream().map(ProcessingDocument::stage).toList()));
    }

    private static Stage stage(JsonNode processor) {
        return new Stage(
                ProcessorType.ofWireName(processor.path("Type").stringValue()),
                Optional.ofNullable(processor.get("Parameters"))
                        .map(list ->
                                list.valueStream().map(ProcessingDocument::parameter).toList()));
    }

    private static Parameter parameter(JsonNode parameter) {
        return new Parameter(
                ProcessorParameter.ofWireName(parameter.path("ParameterName").stringValue()),
                parameter.path("ParameterValue").stringValue());
    }

    static ObjectNode write(Processing processing) {
        ObjectNode block = JsonNodeFactory.instance.objectNode();
        processing.enabled().ifPresent(value -> block.put("Enabled", value));
        if (processing.processors().isPresent()) {
            ArrayNode stages = block.putArray("Processors");
            processing.processors().get().forEach(stage -> write(stages.addObject(), stage));
        }
        return block;
    }

    private static void write(ObjectNode into, Stage stage) {
        into.put("Type", stage.type().wireName());
        if (stage.parameters().isPresent()) {
            ArrayNode parameters = into.putArray("Parameters");
            stage.parameters()
                    .get()
                    .forEach(parameter ->
                            parameters
                                    .addObject()
                                    .put("ParameterName", parameter.name().wireName())
                                    .put("ParameterValue", parameter.value()));
        }
    }
}
