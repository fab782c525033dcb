package io.hydrant.cli.stack;

import io.hydrant.cli.terminal.Console;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows stacks: a list of them, the events of one, and its outputs.
public final class StackView implements StackEvents {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int EVENT_STATUS_WIDTH = 20;
    private static final DateTimeFormatter CLOCK_TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Console console;
    private final boolean json;
    private final DateTimeFormatter time;

    /// Shows events as they happen.
    public StackView(Console console, boolean json) {
        this(console, json, CLOCK_TIME);
    }

    private StackView(Console console, boolean json, DateTimeFormatter time) {
        this.console = console;
        this.json = json;
        this.time = time;
    }

    /// Shows what happened before, on whatever day.
    public static StackView ofHistory(Console console, boolean json) {
        return new StackView(console, json, DATE_AND_TIME);
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
                                console.faint(time.format(event.timestamp())),
                                coloured(event.resourceStatusAsString()),
                                event.resourceType(),
                                event.logicalResourceId(),
                                reason.isEmpty() ? "" : "  " + console.faint(reason)));
    }

    private String coloured(String status) {
        return coloured(status, EVENT_STATUS_WIDTH);
    }

    private String coloured(String status, int width) {
        String padded = ("%-" + width + "s").formatted(status);
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

    public void list(List<StackSummary> stacks) {
        if (json) {
            stacks.forEach(stack -> console.line(document(stack)));
            return;
        }
        int names = width(stacks.stream().map(StackSummary::stackName));
        int statuses = width(stacks.stream().map(StackSummary::stackStatusAsString));
        for (StackSummary stack : stacks) {
            String reason = Optional.ofNullable(stack.stackStatusReason()).orElse("").strip();
            console.line(
                    ("%-" + names + "s  %s  since %s%s")
                            .formatted(
                                    stack.stackName(),
                                    coloured(stack.stackStatusAsString(), statuses),
                                    time.format(since(stack)),
                                    reason.isEmpty() ? "" : "  " + console.faint(reason)));
        }
    }

    private static int width(Stream<String> words) {
        return words.mapToInt(String::length).max().orElse(1);
    }

    /// When the operation began that led to the status.
    private static Instant since(StackSummary stack) {
        return Stream.of(stack.creationTime(), stack.lastUpdatedTime(), stack.deletionTime())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static String document(StackSummary stack) {
        ObjectNode document =
                JSON.createObjectNode()
                        .put("stack", stack.stackName())
                        .put("id", stack.stackId())
                        .put("status", stack.stackStatusAsString())
                        .put("since", since(stack).toString())
                        .put("created", stack.creationTime().toString());
        return document.put("reason", stack.stackStatusReason()).toString();
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
