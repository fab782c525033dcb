package io.hydrant.server.firehose;

import io.hydrant.aws.Headers;
import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.RepeatableOperation;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// PutRecordBatch where quotas are imposed: of some records it may be said that they were not
/// taken, each at its place in the answer.
record QuotaPutRecordBatch(QuotaReception reception) implements RepeatableOperation {
    @Override
    public String name() {
        return Put.BATCH.operation();
    }

    @Override
    public byte[] answer(byte[] body, Caller caller, Headers headers) throws IOException {
        long began = reception.now();
        Optional<RequestName> name = RequestNames.of(headers);
        PutRequest request = PutRequestReader.readBatch(body);
        int records = request.records().recordCount();
        QuotaReception.Taken taken = reception.take(caller, Put.BATCH, request, name, began);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Encrypted", taken.ids().areEncrypted());
        answer.put("FailedPutCount", records - taken.ids().size());
        ArrayNode entries = answer.putArray("RequestResponses");
        int next = 0;
        for (int i = 0; i < records; i++) {
            if (taken.taken().get(i)) {
                entries.addObject().put("RecordId", taken.ids().get(next++));
            } else {
                entries.addObject()
                        .put("ErrorCode", FirehoseError.SERVICE_UNAVAILABLE.code())
                        .put("ErrorMessage", "Slow down.");
            }
        }
        return JsonAnswer.bytes(answer);
    }

    @Override
    public void refused(Optional<String> stream, String code) {
        reception.reception().refused(stream, code);
    }
}
