package io.hydrant.server.firehose;

import io.hydrant.core.stream.IssuedIds;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The answers to PutRecordBatch, of up to 120 KB. All answers of a server to as many records
/// differ in a few characters of each RecordId only; so those that were sent are kept, and
/// completed again. Safe for use from many threads.
final class BatchAnswers {
    private static final byte[] START =
            PutAnswer.ascii("{\"Encrypted\":false,\"FailedPutCount\":0,\"RequestResponses\":[");
    private static final byte[] ENCRYPTED =
            PutAnswer.ascii("{\"Encrypted\":true,\"FailedPutCount\":0,\"RequestResponses\":[");

    /// Where the two first differ.
    private static final int START_DIFFERS = "{\"Encrypted\":".length();

    private static final byte[] END = PutAnswer.ascii("]}");
    private static final byte[] ENTRY_START = PutAnswer.ascii("{\"RecordId\":\"");
    private static final byte[] ENTRY_END = PutAnswer.ascii("\"},");
    private static final int ENTRY_LENGTH =
            ENTRY_START.length + IssuedIds.ID_LENGTH + ENTRY_END.length;

    /// As many as are sent at once on a busy machine: 2 MB.
    private static final int KEPT_MAX = 16;

    private final ArrayBlockingQueue<byte[]> sent = new ArrayBlockingQueue<>(KEPT_MAX);

    /// No record is ever refused alone: a batch is stored whole or not at all.
    byte[] to(IssuedIds ids) {
        byte[] start = ids.areEncrypted() ? ENCRYPTED : START;
        int length = start.length + ids.size() * ENTRY_LENGTH - 1 + END.length;
        byte @Nullable [] kept = sent.poll();
        byte[] answer =
                kept != null && kept.length == length && isOf(kept, start)
                        ? kept
                        : incomplete(ids, start, length);
        int at = start.length + ENTRY_START.length;
        for (int i = 0; i < ids.size(); i++) {
            ids.write(i, answer, at);
            at += ENTRY_LENGTH;
        }
        return answer;
    }

    private static boolean isOf(byte[] answer, byte[] start) {
        return answer[START_DIFFERS] == start[START_DIFFERS];
    }

    private static byte[] incomplete(IssuedIds ids, byte[] start, int length) {
        byte[] answer = new byte[length + ENTRY_LENGTH];
        int at = PutAnswer.put(start, answer, 0);
        for (int i = 0; i < ids.size(); i++) {
            at = PutAnswer.put(ENTRY_START, answer, at);
            at = PutAnswer.put(ids.frame(), answer, at);
            at = PutAnswer.put(ENTRY_END, answer, at);
        }
        // In place of the last comma.
        PutAnswer.put(END, answer, at - 1);
        return Arrays.copyOf(answer, length);
    }

    /// Takes back an answer that was sent; nobody may read it anymore.
    void giveBack(byte[] answer) {
        boolean isKept = sent.offer(answer);
        assert isKept || sent.remainingCapacity() == 0;
    }
}
