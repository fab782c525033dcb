package io.hydrant.core.transform.chain;

import io.hydrant.core.transform.Processed.Piece;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What is delivered in the place of a record that failed: a line of JSON, which AWS spells so,
/// with the record as it came.
final class FailureLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OTHER_BYTES = 400;

    private FailureLine() {}

    /// @param functionArn of the Lambda function that the records go through, if there is one
    /// @param now when the attempt ended, if the failure does not know
    static Piece of(Item item, RecordFailure failure, Optional<String> functionArn, Instant now) {
        int length = item.original().length * 4 / 3 + OTHER_BYTES;
        ByteArrayOutputStream line = new ByteArrayOutputStream(length);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty(
                    "rawData", Base64.getEncoder().encodeToString(item.original()));
            json.writeStringProperty("errorCode", failure.code());
            json.writeStringProperty("errorMessage", failure.reason());
            json.writeNumberProperty("attemptsMade", failure.attempts());
            json.writeNumberProperty("arrivalTimestamp", item.source().arrival().toEpochMilli());
            json.writeNumberProperty(
                    "attemptEndingTimestamp", failure.ended().orElse(now).toEpochMilli());
            functionArn.ifPresent(arn -> json.writeStringProperty("lambdaARN", arn));
            json.writeEndObject();
        }
        line.write('\n');
        return new Piece(failure.kind().partition(), line.toByteArray());
    }
}
