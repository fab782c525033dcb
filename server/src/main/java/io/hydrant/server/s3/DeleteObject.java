package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectDeletion;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// DeleteObject: 204 also for a key that is not there.
final class DeleteObject implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    DeleteObject(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Optional<String> versionId = request.versionId();
        Bucket bucket =
                access.requireOnObject(
                        request,
                        versionId.isPresent() ? "s3:DeleteObjectVersion" : "s3:DeleteObject");
        ObjectDeletion.Deleted deleted =
                store.objects()
                        .delete(
                                bucket,
                                request.key(),
                                versionId,
                                WriteConditions.ofDeletion(request));
        Map<String, String> headers = new LinkedHashMap<>();
        deleted.versionId().ifPresent(id -> headers.put("x-amz-version-id", id));
        if (deleted.marker()) {
            headers.put("x-amz-delete-marker", "true");
        }
        response.send(204, headers);
    }
}
