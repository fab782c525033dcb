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
/// with the record as it came. What failed in conversion has other names.
final class FailureLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OTHER_BYTES = 800;

    private FailureLine() {}

    /// @param functionArn of the Lambda function that the records go through, if there is one
    /// @param now when the attempt ended, if the failure does not know
    static Piece of(Item item, RecordFailure failure, Optional<String> functionArn, Instant now) {
        int length = item.original().length * 4 / 3 + OTHER_BYTES;
        ByteArrayOutputStream line = new ByteArrayOutputStream(length);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            failure.table()
                    .ifPresentOrElse(
                            table -> write(json, item, failure, table, now),
                            () -> write(json, item, failure, functionArn, now));
            json.writeEndObject();
        }
        line.write('\n');
        return new Piece(failure.kind().partition(), line.toByteArray());
    }

    private static void write(
            JsonGenerator json,
            Item item,
            RecordFailure failure,
            Optional<String> functionArn,
            Instant now) {
        json.writeStringProperty("rawData", base64(item));
        json.writeStringProperty("errorCode", failure.code());
        json.writeStringProperty("errorMessage", failure.reason());
        json.writeNumberProperty("attemptsMade", failure.attempts());
        json.writeNumberProperty("arrivalTimestamp", item.source().arrival().toEpochMilli());
        json.writeNumberProperty(
                "attemptEndingTimestamp", failure.ended().orElse(now).toEpochMilli());
        functionArn.ifPresent(arn -> json.writeStringProperty("lambdaARN", arn));
    }

    private static void write(
            JsonGenerator json, Item item, RecordFailure failure, FailedTable table, Instant now) {
        json.writeNumberProperty("attemptsMade", failure.attempts());
        json.writeNumberProperty("arrivalTimestamp", item.source().arrival().toEpochMilli());
        json.writeStringProperty("lastErrorCode", failure.code());
        json.writeStringProperty("lastErrorMessage", failure.reason());
        json.writeNumberProperty("attemptEndingTimestamp", now.toEpochMilli());
        json.writeStringProperty("rawData", base64(item));
        json.writeStringProperty("sequenceNumber", Long.toString(item.source().position()));
        json.writeNullProperty("subSequenceNumber");
        json.writeObjectPropertyStart("dataCatalogTable");
        json.writeName("catalogId");
        table.catalogId().ifPresentOrElse(json::writeString, json::writeNull);
        json.writeStringProperty("databaseName", table.databaseName());
        json.writeStringProperty("tableName", table.tableName());
        json.writeStringProperty("region", table.region());
        json.writeStringProperty("versionId", table.versionId());
        json.writeNullProperty("catalogArn");
        json.writeStringProperty("roleArn", table.roleArn());
        json.writeEndObject();
    }

    private static String base64(Item item) {
        return Base64.getEncoder().encodeToString(item.original());
    }
}
