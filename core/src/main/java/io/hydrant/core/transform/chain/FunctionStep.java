package io.hydrant.core.transform.chain;

import io.hydrant.core.transform.lambda.LambdaProcessor;
import io.hydrant.core.transform.lambda.LambdaProcessor.Input;
import io.hydrant.core.transform.lambda.LambdaProcessor.Outcome;
import io.hydrant.core.transform.lambda.LambdaSetting;
import io.hydrant.core.transform.lambda.RecordId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Lambda function that records go through, many at a time.
record FunctionStep(LambdaSetting setting, LambdaProcessor processor) {
    /// It gets records as soon as they have so many bytes.
    long sizeBytes() {
        return setting.bufferBytes();
    }

    /// Or when the first has waited so long.
    Duration interval() {
        return setting.bufferInterval();
    }

    String arn() {
        return setting.arn();
    }

    /// What the function answers about each, in their order.
    ///
    /// @throws IOException when the server stops before there are answers
    List<Answer> apply(List<Item> items) throws IOException {
        List<Input> inputs =
                items.stream()
                        .map(item ->
                                new Input(
                                        RecordId.of(item.source().position(), item.number()),
                                        item.source().arrival(),
                                        item.bytes()))
                        .toList();
        List<Outcome> outcomes = processor.process(inputs);
        List<Answer> answers = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            answers.add(answer(items.get(i), outcomes.get(i)));
        }
        return answers;
    }

    private static Answer answer(Item item, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ok ok ->
                    new Answer.Kept(item.keyedByFunction(ok.data(), ok.partitionKeys()));
            case Outcome.Dropped dropped -> new Answer.Dropped();
            case Outcome.Failed failed ->
                    new Answer.Failed(
                            new RecordFailure(
                                    FailureKind.PROCESSING,
                                    failed.errorCode(),
                                    failed.errorMessage(),
                                    failed.attemptsMade(),
                                    Optional.of(failed.attemptEnding())));
        };
    }

    /// What a function said about a record.
    sealed interface Answer {
        record Kept(Item item) implements Answer {}

        record Dropped() implements Answer {}

        record Failed(RecordFailure why) implements Answer {}
    }
}
