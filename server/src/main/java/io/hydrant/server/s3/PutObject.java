package io.hydrant.server.s3;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.BlobWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectSealing;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// PutObject, and CopyObject when the request names a source.
final class PutObject implements S3Operation {
    private final S3Store store;
    private final S3Access access;
    private final CopyObject copy;

    PutObject(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
        this.copy = new CopyObject(store, access);
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        if (request.header("x-amz-copy-source").isPresent()) {
            copy.answer(request, response);
            return;
        }
        Bucket bucket = access.requirePut(request, RequestKeys.NONE);
        Precondition precondition = WriteConditions.of(request);
        ObjectSealing sealing =
                new ObjectEncryption(store).ofNew(request, bucket, ObjectHeaders.read(request));
        ObjectDetails details = sealing.details();
        BodyChecks checks = BodyChecks.of(request);
        BlobWriter.Written written =
                checks.receive(
                        request,
                        store,
                        sealing,
                        ChecksumAlgorithm.CRC64NVME,
                        sums ->
                                store.objects()
                                        .described(
                                                bucket,
                                                request.key(),
                                                sums,
                                                details.with(Optional.of(checks.kept(sums)))));
        ObjectChecksum checksum = checks.kept(written);
        ObjectVersion version =
                store.objects()
                        .put(
                                bucket,
                                request.key(),
                                written,
                                details.with(Optional.of(checksum)),
                                precondition);
        Map<String, String> headers = ObjectHeaders.identity(version, true);
        headers.putAll(EncryptionHeaders.asked(details));
        headers.putAll(CustomerKey.shown(request));
        ObjectHeaders.addChecksum(headers, checksum);
        response.send(200, headers);
    }
}
