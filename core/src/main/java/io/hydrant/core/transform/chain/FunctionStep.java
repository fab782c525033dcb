package io.hydrant.core.transform.chain;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The Lambda function that records go through. Safe for use from many threads.
interface FunctionStep {
    /// It gets records as soon as they have so many bytes.
    long sizeBytes();

    /// Or when the first has waited so long.
    Duration interval();

    String arn();

    /// What the function answers about each, in their order.
    ///
    /// @throws IOException when the server stops before there are answers
    List<Answer> apply(List<Item> items) throws IOException;

    /// What a function said about a record.
    sealed interface Answer {
        record Kept(Item item) implements Answer {}

        record Dropped() implements Answer {}

        record Failed(RecordFailure why) implements Answer {}
    }
}
