package io.hydrant.server.firehose;

import io.hydrant.core.stream.IssuedIds;
import java.nio.charset.StandardCharsets;

/// The answers to PutRecord and PutRecordBatch, written by hand: RecordIds are base64 and need no
/// escaping. `Encrypted` is false because Hydrant does not encrypt records at rest.
final class PutAnswer {
    private static final byte[] ONE_START = ascii("{\"Encrypted\":false,\"RecordId\":\"");
    private static final byte[] ONE_END = ascii("\"}");
    private static final byte[] BATCH_START =
            ascii("{\"Encrypted\":false,\"FailedPutCount\":0,\"RequestResponses\":[");
    private static final byte[] BATCH_END = ascii("]}");
    private static final byte[] ENTRY_START = ascii("{\"RecordId\":\"");
    private static final byte[] ENTRY_END = ascii("\"},");
    private static final int ENTRY_LENGTH =
            ENTRY_START.length + IssuedIds.ID_LENGTH + ENTRY_END.length;

    private PutAnswer() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] one(IssuedIds ids) {
        byte[] answer = new byte[ONE_START.length + IssuedIds.ID_LENGTH + ONE_END.length];
        int at = put(ONE_START, answer, 0);
        ids.write(0, answer, at);
        put(ONE_END, answer, at + IssuedIds.ID_LENGTH);
        return answer;
    }

    /// No record is ever refused alone: a batch is stored whole or not at all.
    static byte[] batch(IssuedIds ids) {
        int entriesLength = ids.size() * ENTRY_LENGTH - 1;
        byte[] answer = new byte[BATCH_START.length + entriesLength + BATCH_END.length];
        int at = put(BATCH_START, answer, 0);
        for (int i = 0; i < ids.size(); i++) {
            at = put(ENTRY_START, answer, at);
            ids.write(i, answer, at);
            at += IssuedIds.ID_LENGTH;
            at = put(ENTRY_END, answer, at);
        }
        // In place of the last comma.
        put(BATCH_END, answer, at - 1);
        return answer;
    }

    /// Where the next is put.
    private static int put(byte[] piece, byte[] into, int at) {
        System.arraycopy(piece, 0, into, at, piece.length);
        return at + piece.length;
    }
}
