package io.hydrant.server.firehose;

import io.hydrant.aws.Headers;
import io.hydrant.core.log.RequestName;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.RepeatableOperation;
import java.io.IOException;
import java.util.Optional;

/// PutRecord where quotas are imposed.
record QuotaPutRecord(QuotaReception reception) implements RepeatableOperation {
    @Override
    public String name() {
        return Put.RECORD.operation();
    }

    @Override
    public byte[] answer(byte[] body, Caller caller, Headers headers) throws IOException {
        long began = reception.now();
        Optional<RequestName> name = RequestNames.of(headers);
        PutRequest request = PutRequestReader.readOne(body);
        return PutAnswer.to(reception.take(caller, Put.RECORD, request, name, began).ids());
    }

    @Override
    public void refused(Optional<String> stream, String code) {
        reception.reception().refused(stream, code);
    }
}
