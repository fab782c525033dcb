package io.hydrant.core.transform.chain;

import io.hydrant.jq.JqException;
import io.hydrant.jq.JqObject;
import io.hydrant.jq.JqProgram;
import io.hydrant.jq.JqSyntaxException;
import io.hydrant.jq.JqValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A MetadataExtractionQuery: a jq program that makes one object of a record, whose members are the
/// partition keys. What the program or the record takes too much of is that record's failure.
public final class JqQuery implements KeyQuery {
    /// A document takes up to twenty times its size while it is looked at. What producers send has
    /// a quarter of this at most; functions and decompression may make more of it.
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private static final String FAILED = "DynamicPartitioning.MetadataExtractionFailed";

    private final JqProgram program;

    private JqQuery(JqProgram program) {
        this.program = program;
    }

    /// @throws IllegalArgumentException when it does not compile; the message says where
    public static JqQuery compile(String text) {
        try {
            return new JqQuery(JqProgram.compile(text));
        } catch (JqSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// The names of the keys, where they are certain without a record.
    public Optional<Set<String>> keys() {
        return program.objectKeys().isEmpty()
                ? Optional.empty()
                : Optional.of(Set.copyOf(program.objectKeys()));
    }

    @Override
    public Map<String, String> keys(byte[] record, Instant now) throws RecordFailure {
        if (record.length > BYTES_MAX) {
            throw failure(
                    "The record has %d bytes; keys are extracted from %d at most"
                            .formatted(record.length, BYTES_MAX));
        }
        List<JqValue> answers;
        try {
            answers = program.evaluate(record, now);
        } catch (JqException e) {
            throw failure(String.valueOf(e.getMessage()));
        }
        if (answers.size() != 1 || !(answers.getFirst() instanceof JqObject object)) {
            throw failure(
                    answers.size() == 1
                            ? "The query made no object of the record, but "
                                    + answers.getFirst().kind().word()
                            : "The query made %d values of the record, not one"
                                    .formatted(answers.size()));
        }
        Map<String, String> keys = HashMap.newHashMap(object.size());
        for (int i = 0; i < object.size(); i++) {
            String key = object.key(i);
            switch (object.value(i).kind()) {
                case NULL -> {}
                case FALSE, TRUE, NUMBER, STRING -> keys.put(key, object.value(i).text());
                case ARRAY, OBJECT ->
                        throw failure(
                                "The value of the key %s is an %s, not a text, a number or a truth value"
                                        .formatted(key, object.value(i).kind().word()));
            }
        }
        return keys;
    }

    private static RecordFailure failure(String reason) {
        return new RecordFailure(FailureKind.PROCESSING, FAILED, reason);
    }
}
