package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.Map;

/// AbortMultipartUpload: the parts are gone.
final class AbortMultipartUpload implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    AbortMultipartUpload(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, "s3:AbortMultipartUpload");
        store.uploads().abort(bucket, request.key(), request.parameter("uploadId").orElse(""));
        response.send(204, Map.of());
    }
}
