package io.hydrant.core.transform.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hydrant.core.transform.lambda.LambdaProcessor.Outcome;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// What a function answered, read once from front to back:
///
///     {"records":[{"recordId":"…","result":"Ok","data":"…","metadata":{"partitionKeys":{"k":"v"}}},…]}
///
/// Whatever is not so concerns the records that it says nothing sensible about, and no others; what
/// is no JSON at all concerns all of them. Ids that nobody asked about, and members that nobody
/// knows, are passed over.
final class LambdaAnswer {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Base64.Decoder BASE64 = Base64.getDecoder();

    private final Map<String, Integer> places = new HashMap<>();
    private final @Nullable Outcome[] outcomes;
    private final boolean[] isTwice;
    private final Instant at;

    private LambdaAnswer(List<LambdaProcessor.Input> asked, Instant at) {
        this.outcomes = new Outcome[asked.size()];
        this.isTwice = new boolean[asked.size()];
        this.at = at;
        for (LambdaProcessor.Input input : asked) {
            if (places.putIfAbsent(input.recordId(), places.size()) != null) {
                throw new IllegalArgumentException("Two records are called " + input.recordId());
            }
        }
    }

    /// What became of each record that was asked about, in order. An answer is final: what is wrong
    /// with it is not asked again.
    static List<Outcome> outcomes(byte[] json, List<LambdaProcessor.Input> asked, Instant at) {
        LambdaAnswer answer = new LambdaAnswer(asked, at);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            answer.read(parser);
        } catch (JacksonException e) {
            Arrays.fill(answer.outcomes, answer.failed(LambdaError.JSON_PROCESSING));
        }
        return answer.inOrder();
    }

    private List<Outcome> inOrder() {
        Outcome missing = failed(LambdaError.MISSING_RECORD_ID);
        Outcome duplicated = failed(LambdaError.DUPLICATED_RECORD_ID);
        Outcome[] all = new Outcome[outcomes.length];
        for (int i = 0; i < all.length; i++) {
            Outcome outcome = outcomes[i];
            all[i] = isTwice[i] ? duplicated : outcome == null ? missing : outcome;
        }
        return List.of(all);
    }

    private void read(JsonParser parser) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isRecords = parser.currentName().equals("records");
                if (parser.nextToken() == JsonToken.START_ARRAY && isRecords) {
                    readRecords(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } else {
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            throw new StreamReadException(parser, "more than one document");
        }
    }

    private void readRecords(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                readRecord(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readRecord(JsonParser parser) {
        String id = null;
        String result = null;
        Data data = Data.ABSENT;
        Map<String, String> keys = Map.of();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "recordId" -> id = text(parser, value);
                case "result" -> result = text(parser, value);
                case "data" -> data = data(parser, value);
                case "metadata" -> keys = partitionKeys(parser, value);
                default -> parser.skipChildren();
            }
        }
        Integer place = id == null ? null : places.get(id);
        if (place != null) {
            isTwice[place] |= outcomes[place] != null;
            outcomes[place] = outcome(result, data, keys);
        }
    }

    private Outcome outcome(@Nullable String result, Data data, Map<String, String> keys) {
        return switch (result) {
            case "Ok" ->
                    data.bytes()
                            .<Outcome>map(bytes -> new Outcome.Ok(bytes, keys))
                            .orElseGet(() ->
                                    failed(
                                            data.isGiven()
                                                    ? LambdaError.NOT_BASE64
                                                    : LambdaError.NO_DATA));
            case "Dropped" -> Outcome.Dropped.IT;
            case "ProcessingFailed" -> failed(LambdaError.PROCESSING_FAILED);
            case null, default -> failed(LambdaError.UNKNOWN_RESULT);
        };
    }

    private Outcome failed(LambdaError error) {
        return new Outcome.Failed(error.code(), error.message(), 1, at);
    }

    /// What the function wants the record to be; `bytes` are empty where it is not said, or not in
    /// base64.
    private record Data(boolean isGiven, Optional<byte[]> bytes) {
        static final Data ABSENT = new Data(false, Optional.empty());
    }

    private static Data data(JsonParser parser, JsonToken value) {
        String text = text(parser, value);
        if (text != null) {
            return new Data(true, decoded(text.getBytes(ISO_8859_1)));
        }
        return value == JsonToken.VALUE_NULL ? Data.ABSENT : new Data(true, Optional.empty());
    }

    /// White space between the characters does no harm, as some languages break base64 into lines.
    private static Optional<byte[]> decoded(byte[] text) {
        try {
            return Optional.of(BASE64.decode(text));
        } catch (IllegalArgumentException e) {
            byte[] dense = withoutSpace(text);
            return dense.length == text.length ? Optional.empty() : decoded(dense);
        }
    }

    private static byte[] withoutSpace(byte[] text) {
        ByteArrayOutputStream dense = new ByteArrayOutputStream(text.length);
        for (byte each : text) {
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                dense.write(each);
            }
        }
        return dense.toByteArray();
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }

    private static Map<String, String> partitionKeys(JsonParser parser, JsonToken metadata) {
        Map<String, String> keys = Map.of();
        if (metadata == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean areKeys = parser.currentName().equals("partitionKeys");
                if (parser.nextToken() == JsonToken.START_OBJECT && areKeys) {
                    keys = keys(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } else {
            parser.skipChildren();
        }
        return keys;
    }

    /// Numbers and booleans are their text. What has none, null among it, is as if it were not
    /// there.
    private static Map<String, String> keys(JsonParser parser) {
        Map<String, String> keys = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                keys.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
        return keys;
    }
}
