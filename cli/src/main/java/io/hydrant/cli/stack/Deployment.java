package io.hydrant.cli.stack;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/// Brings a stack to what a template says: creates it, or updates it, and waits for the end while
/// the events are told.
public final class Deployment {
    private static final String NOTHING_TO_DO = "No updates are to be performed.";

    /// What is to be.
    ///
    /// @param parameters those that the caller gave; on an update the others keep their values
    public record Wish(
            String stack,
            String template,
            Map<String, String> parameters,
            List<Capability> capabilities) {
        public Wish {
            parameters = Map.copyOf(parameters);
            capabilities = List.copyOf(capabilities);
        }
    }

    /// How it ended.
    public record Outcome(Stack stack, boolean changed) {}

    private final CloudFormationClient cloudFormation;
    private final StackWatch watch;
    private Optional<StackEvent> firstFailure = Optional.empty();

    public Deployment(Clients clients, StackEvents events) {
        this.cloudFormation = clients.cloudFormation();
        this.watch =
                new StackWatch(
                        clients,
                        event -> {
                            remember(event);
                            events.happened(event);
                        });
    }

    /// @throws CommandFailure when the stack does not come to be; its events tell why
    public Outcome carryOut(Wish wish) throws InterruptedException {
        Set<String> known = wish.parameters().isEmpty() ? Set.of() : known(wish);
        for (String name : wish.parameters().keySet()) {
            if (!known.contains(name)) {
                throw CommandFailure.wrongUsage(
                        "The template has no parameter \"" + name + "\".",
                        known.isEmpty()
                                ? "It has none."
                                : "It has: " + String.join(", ", known) + ".");
            }
        }
        Optional<Stack> existing = watch.find(wish.stack());
        boolean update = existing.isPresent() && isUpdatable(existing.get());
        String stackId;
        if (update) {
            watch.skipPast(existing.get().stackId());
            Optional<String> updated = update(wish, existing.get());
            if (updated.isEmpty()) {
                return new Outcome(existing.get(), false);
            }
            stackId = updated.get();
        } else {
            stackId = create(wish);
        }
        Stack ended = watch.untilDone(stackId);
        return switch (ended.stackStatus()) {
            case CREATE_COMPLETE, UPDATE_COMPLETE -> new Outcome(ended, true);
            default -> throw failed(ended);
        };
    }

    /// A stack that only waits for its first change set is created; others are updated, unless
    /// their state forbids it.
    private static boolean isUpdatable(Stack stack) {
        return switch (stack.stackStatus()) {
            case REVIEW_IN_PROGRESS -> false;
            case ROLLBACK_COMPLETE, ROLLBACK_FAILED, CREATE_FAILED, DELETE_FAILED ->
                    throw new CommandFailure(
                            "The stack %s is in %s and cannot be updated."
                                    .formatted(stack.stackName(), stack.stackStatusAsString()),
                            "Delete it first: hydrant delete --stack " + stack.stackName());
            default -> true;
        };
    }

    private String create(Wish wish) {
        return cloudFormation
                .createStack(request ->
                        request.stackName(wish.stack())
                                .templateBody(wish.template())
                                .parameters(given(wish.parameters()))
                                .capabilities(wish.capabilities()))
                .stackId();
    }

    /// Empty when there is nothing to change.
    private Optional<String> update(Wish wish, Stack existing) {
        List<Parameter> parameters = new ArrayList<>(given(wish.parameters()));
        parameters.addAll(kept(wish, existing));
        try {
            return Optional.of(
                    cloudFormation
                            .updateStack(request ->
                                    request.stackName(wish.stack())
                                            .templateBody(wish.template())
                                            .parameters(parameters)
                                            .capabilities(wish.capabilities()))
                            .stackId());
        } catch (CloudFormationException e) {
            if (NOTHING_TO_DO.equals(e.awsErrorDetails().errorMessage())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<Parameter> given(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry ->
                        Parameter.builder()
                                .parameterKey(entry.getKey())
                                .parameterValue(entry.getValue())
                                .build())
                .toList();
    }

    /// The parameters that the stack has, the template still knows, and the caller does not set.
    private List<Parameter> kept(Wish wish, Stack existing) {
        Set<String> known = known(wish);
        return existing.parameters().stream()
                .map(Parameter::parameterKey)
                .filter(key -> known.contains(key) && !wish.parameters().containsKey(key))
                .map(key -> Parameter.builder().parameterKey(key).usePreviousValue(true).build())
                .toList();
    }

    /// The names of the template's parameters.
    private Set<String> known(Wish wish) {
        return cloudFormation
                .getTemplateSummary(request -> request.templateBody(wish.template()))
                .parameters()
                .stream()
                .map(parameter -> parameter.parameterKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What fails after the first is mostly its consequence.
    private void remember(StackEvent event) {
        if (firstFailure.isEmpty()
                && event.resourceStatusAsString().endsWith("_FAILED")
                && event.resourceStatusReason() != null) {
            firstFailure = Optional.of(event);
        }
    }

    private CommandFailure failed(Stack ended) {
        String reason =
                firstFailure
                        .map(event ->
                                event.logicalResourceId() + ": " + event.resourceStatusReason())
                        .or(() -> Optional.ofNullable(ended.stackStatusReason()))
                        .orElse("no reason given");
        return new CommandFailure(
                "The stack %s ended in %s. %s"
                        .formatted(ended.stackName(), ended.stackStatusAsString(), reason.strip()),
                firstFailure
                        .flatMap(event -> TakenName.of(event, ended, cloudFormation))
                        .map(taken -> taken.advice(ended))
                        .orElse(""));
    }
}
