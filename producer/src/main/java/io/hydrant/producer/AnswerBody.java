package io.hydrant.producer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the JSON that a stream answers with. Unknown members are passed over.
final class AnswerBody {
    private static final JsonFactory JSON = new JsonFactory();

    private AnswerBody() {}

    /// The answer to PutRecordBatch.
    ///
    /// @throws JacksonException when it is no such answer
    static StreamAnswer.Taken batch(
            byte[] body, int records, int status, boolean repeatsAreHarmless) {
        @Nullable String[] recordIds = new String[records];
        StreamAnswer.@Nullable Refusal failure = null;
        int count = 0;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "no object");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean entries = "RequestResponses".equals(json.currentName());
                if (json.nextToken() != JsonToken.START_ARRAY || !entries) {
                    json.skipChildren();
                    continue;
                }
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    Entry entry = entry(json);
                    require(count < records, "more entries than records");
                    recordIds[count++] = entry.taken() ? entry.recordId : null;
                    if (!entry.taken() && failure == null) {
                        failure = new StreamAnswer.Refusal(status, entry.code, entry.message);
                    }
                }
            }
        }
        require(count == records, "%d entries for %d records".formatted(count, records));
        return new StreamAnswer.Taken(recordIds, Optional.ofNullable(failure), repeatsAreHarmless);
    }

    /// The answer to PutRecord.
    static StreamAnswer.Taken single(byte[] body, boolean repeatsAreHarmless) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "no object");
            Entry entry = entry(json);
            require(entry.taken(), "no RecordId");
            @Nullable String[] recordIds = {entry.recordId};
            return new StreamAnswer.Taken(recordIds, Optional.empty(), repeatsAreHarmless);
        }
    }

    /// What was refused, from an error's body; the status alone when that cannot be read.
    static StreamAnswer.Refusal refusal(byte[] body, int status) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                Entry entry = entry(json);
                if (!entry.code.isEmpty()) {
                    return new StreamAnswer.Refusal(status, entry.code, entry.message);
                }
            }
        } catch (JacksonException e) {
            return new StreamAnswer.Refusal(status, "HTTP " + status, "");
        }
        return new StreamAnswer.Refusal(status, "HTTP " + status, "");
    }

    /// One object: of an entry, of a single answer or of an error.
    private static final class Entry {
        private @Nullable String recordId;
        private String code = "";
        private String message = "";

        boolean taken() {
            return recordId != null && code.isEmpty();
        }
    }

    private static Entry entry(JsonParser json) {
        Entry entry = new Entry();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                json.skipChildren();
                continue;
            }
            switch (name) {
                case "RecordId" -> entry.recordId = json.getString();
                case "ErrorCode" -> entry.code = json.getString();
                case "__type" -> entry.code = withoutNamespace(json.getString());
                case "ErrorMessage", "message", "Message" -> entry.message = json.getString();
                default -> {}
            }
        }
        return entry;
    }

    /// `com.amazonaws.firehose#LimitExceededException` and the name alone both occur.
    private static String withoutNamespace(String type) {
        return type.substring(type.indexOf('#') + 1);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new UnexpectedAnswer(otherwise);
        }
    }

    /// JSON, but not what Firehose answers.
    static final class UnexpectedAnswer extends JacksonException {
        private static final long serialVersionUID = 1L;

        UnexpectedAnswer(String what) {
            super(what);
        }
    }
}
