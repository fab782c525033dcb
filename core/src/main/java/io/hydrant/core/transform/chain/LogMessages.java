package io.hydrant.core.transform.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Takes the messages out of what CloudWatch Logs sent: of each event its message, and a newline. A
/// control message, which says that the subscription works, has none and becomes empty.
record LogMessages() implements ChainStep {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String FAILED = "CloudWatchLogProcessing.Failed";

    @Override
    public List<Item> apply(Item item) throws RecordFailure {
        return List.of(item.with(messages(item.bytes())));
    }

    private static byte[] messages(byte[] envelope) throws RecordFailure {
        ByteArrayOutputStream messages = new ByteArrayOutputStream(envelope.length);
        boolean isControl = false;
        boolean hasEvents = false;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), envelope)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw failure("it is no object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "messageType" ->
                            isControl = "CONTROL_MESSAGE".equals(json.getValueAsString());
                    case "logEvents" -> {
                        addAll(json, messages);
                        hasEvents = true;
                    }
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw failure("more follows");
            }
        } catch (JacksonException e) {
            throw failure(e.getOriginalMessage());
        }
        if (!hasEvents && !isControl) {
            throw failure("it has no logEvents");
        }
        return isControl ? new byte[0] : messages.toByteArray();
    }

    private static void addAll(JsonParser json, ByteArrayOutputStream into) throws RecordFailure {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw failure("logEvents is no array");
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            addMessage(json, into);
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw failure("logEvents has something else than events");
        }
    }

    /// An event without a message in words is none that CloudWatch Logs sends.
    private static void addMessage(JsonParser json, ByteArrayOutputStream into)
            throws RecordFailure {
        boolean hasMessage = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("message")) {
                into.writeBytes(json.getString().getBytes(UTF_8));
                into.write('\n');
                hasMessage = true;
            } else {
                json.skipChildren();
            }
        }
        if (!hasMessage) {
            throw failure("an event has no message");
        }
    }

    private static RecordFailure failure(String reason) {
        return new RecordFailure(
                FailureKind.DECOMPRESSION,
                FAILED,
                "The record is not what CloudWatch Logs sends: " + reason);
    }
}
