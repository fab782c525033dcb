package io.hydrant.cli.stack;

import io.hydrant.cli.terminal.Console;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows a stack's events as they happen, and its outputs at the end.
public final class StackView implements StackEvents {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter CLOCK_TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Console console;
    private final boolean json;

    public StackView(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    @Override
    public void happened(StackEvent event) {
        if (json) {
            console.line(document(event));
            return;
        }
        String reason = Optional.ofNullable(event.resourceStatusReason()).orElse("").strip();
        console.line(
                "%s  %s  %-38s %s%s"
                        .formatted(
                                console.faint(CLOCK_TIME.format(event.timestamp())),
                                coloured(event.resourceStatusAsString()),
                                event.resourceType(),
                                event.logicalResourceId(),
                                reason.isEmpty() ? "" : "  " + console.faint(reason)));
    }

    private String coloured(String status) {
        String padded = "%-20s".formatted(status);
        if (status.contains("FAILED") || status.contains("ROLLBACK")) {
            return console.bad(padded);
        }
        return status.endsWith("_COMPLETE") ? console.good(padded) : padded;
    }

    private static String document(StackEvent event) {
        ObjectNode document =
                JSON.createObjectNode()
                        .put("event", "stack-event")
                        .put("time", event.timestamp().toString())
                        .put("resource", event.logicalResourceId())
                        .put("type", event.resourceType())
                        .put("physicalId", event.physicalResourceId())
                        .put("status", event.resourceStatusAsString());
        return document.put("reason", event.resourceStatusReason()).toString();
    }

    public void outputs(Stack stack) {
        if (json) {
            ObjectNode outputs = JSON.createObjectNode();
            stack.outputs()
                    .forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
            ObjectNode document = JSON.createObjectNode();
            document.put("event", "stack").put("id", stack.stackId());
            document.put("status", stack.stackStatusAsString()).set("outputs", outputs);
            console.line(document.toString());
            return;
        }
        List<Output> outputs = stack.outputs();
        int width =
                outputs.stream().mapToInt(output -> output.outputKey().length()).max().orElse(0);
        for (Output output : outputs) {
            console.line(
                    ("  %-" + width + "s  %s").formatted(output.outputKey(), output.outputValue()));
        }
    }
}
