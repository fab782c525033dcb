package io.hydrant.server.firehose;

import io.hydrant.core.stream.IssuedIds;
import java.nio.charset.StandardCharsets;

/// The answer to PutRecord, written by hand: RecordIds are base64 and need no escaping.
final class PutAnswer {
    private static final byte[] START = ascii("{\"Encrypted\":false,\"RecordId\":\"");
    private static final byte[] ENCRYPTED = ascii("{\"Encrypted\":true,\"RecordId\":\"");
    private static final byte[] END = ascii("\"}");

    private PutAnswer() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] to(IssuedIds ids) {
        byte[] start = ids.areEncrypted() ? ENCRYPTED : START;
        byte[] answer = new byte[start.length + IssuedIds.ID_LENGTH + END.length];
        int at = put(start, answer, 0);
        put(ids.frame(), answer, at);
        ids.write(0, answer, at);
        put(END, answer, at + IssuedIds.ID_LENGTH);
        return answer;
    }

    /// Where the next is put.
    static int put(byte[] piece, byte[] into, int at) {
        System.arraycopy(piece, 0, into, at, piece.length);
        return at + piece.length;
    }
}
