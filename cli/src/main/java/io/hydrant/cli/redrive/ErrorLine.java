package io.hydrant.cli.redrive;

import io.hydrant.producer.Outgoing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a line of an error object holds.
///
///     {"rawData":"<base64>","errorCode":"Lambda.FunctionError","errorMessage":"...","attemptsMade":4,
///      "arrivalTimestamp":1575020067711,"attemptEndingTimestamp":1575020129986,"lambdaARN":"arn:aws:lambda:..."}
///
/// Members come in any order, and times are milliseconds, as numbers or as strings. Records that
/// could not be converted to another format have `lastErrorCode` and `lastErrorMessage` instead.
sealed interface ErrorLine {
    /// A record that can be sent again.
    record Whole(ErrorRecord record) implements ErrorLine {}

    /// No such record.
    ///
    /// @param line counted from 1
    /// @param reason goes on after a colon
    record Bad(long line, String reason) implements ErrorLine {}

    JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /// @param object as the record's place names it
    static ErrorLine of(byte[] text, String object, long line) {
        JsonNode document;
        try {
            document = JSON.readTree(text);
        } catch (JacksonException e) {
            return new Bad(line, "it is not one JSON object: " + e.getOriginalMessage());
        }
        if (!document.isObject()) {
            return new Bad(line, "it is not a JSON object");
        }
        return record(document, object, line);
    }

    private static ErrorLine record(JsonNode document, String object, long line) {
        JsonNode raw = document.path("rawData");
        if (!raw.isString()) {
            return new Bad(line, "it has no rawData, which holds the record");
        }
        byte[] data;
        try {
            data = Base64.getDecoder().decode(raw.asString());
        } catch (IllegalArgumentException e) {
            return new Bad(line, "its rawData is not base64: " + e.getMessage());
        }
        if (data.length > Outgoing.LARGEST_BYTES) {
            return new Bad(
                    line,
                    "its record has %,d bytes, and %,d are the limit"
                            .formatted(data.length, Outgoing.LARGEST_BYTES));
        }
        return new Whole(
                new ErrorRecord(
                        data,
                        text(document, "errorCode", "lastErrorCode"),
                        text(document, "errorMessage", "lastErrorMessage"),
                        time(document.path("arrivalTimestamp")),
                        object + " line " + line));
    }

    private static String text(JsonNode document, String name, String otherName) {
        JsonNode node = document.path(name);
        return (node.isString() ? node : document.path(otherName)).asString("");
    }

    private static Optional<Instant> time(JsonNode millis) {
        try {
            return millis.isIntegralNumber() || millis.isString()
                    ? Optional.of(Instant.ofEpochMilli(Long.parseLong(millis.asString())))
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
