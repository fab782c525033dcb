package io.hydrant.server.firehose;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The answers to PutRecord and PutRecordBatch, written by hand: RecordIds are base64 and need no
/// escaping. `Encrypted` is false because Hydrant does not encrypt records at rest.
final class PutAnswer {
    private static final String ENTRY_START = "{\"RecordId\":\"";
    private static final String ENTRY_END = "\"}";

    private PutAnswer() {}

    static byte[] one(String recordId) {
        return ("{\"Encrypted\":false,\"RecordId\":\"" + recordId + "\"}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// No record is ever refused alone: a batch is stored whole or not at all.
    static byte[] batch(List<String> recordIds) {
        int entryLength =
                ENTRY_START.length() + recordIds.getFirst().length() + ENTRY_END.length() + 1;
        StringBuilder answer = new StringBuilder(64 + recordIds.size() * entryLength);
        answer.append("{\"Encrypted\":false,\"FailedPutCount\":0,\"RequestResponses\":[");
        for (int i = 0; i < recordIds.size(); i++) {
            answer.append(i == 0 ? "" : ",")
                    .append(ENTRY_START)
                    .append(recordIds.get(i))
                    .append(ENTRY_END);
        }
        return answer.append("]}").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
