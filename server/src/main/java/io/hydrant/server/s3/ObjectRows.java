package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectSecret;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The first rows of an object that is Parquet or ORC, for the console. Whoever may read the object
/// may see them.
///
///     GET /BUCKET/KEY?hydrant-rows
///     {"format": "Parquet", "columns": ["id", …], "rows": [{…}, …], "isCut": true, "trouble": null}
///
/// `isCut` tells that there may be more rows, `trouble` why there are no more of a damaged file.
final class ObjectRows implements S3Operation {
    static final String PARAMETER = "hydrant-rows";

    /// How many are looked into at once: each may take some megabytes.
    private static final Semaphore ROOM = new Semaphore(2);

    private final S3Store store;
    private final S3Access access;

    ObjectRows(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        boolean versioned = request.versionId().isPresent();
        Bucket bucket =
                access.requireOnObject(request, versioned ? "s3:GetObjectVersion" : "s3:GetObject");
        byte[] page =
                ObjectLookup.untilFound(() -> {
                    ObjectVersion version =
                            new ObjectLookup(store, access).visible(request, bucket);
                    Optional<ObjectSecret> secret =
                            new ObjectEncryption(store).toRead(request, version);
                    return page(version, secret);
                });
        response.send(200, Map.of("Content-Type", "application/json"), page);
    }

    private byte[] page(ObjectVersion version, Optional<ObjectSecret> secret) throws IOException {
        if (!ROOM.tryAcquire()) {
            throw S3Error.SERVICE_UNAVAILABLE.refusal();
        }
        try {
            return FirstRows.page(
                    version.size(), (at, length) -> bytes(version, secret, at, length));
        } finally {
            ROOM.release();
        }
    }

    private byte[] bytes(ObjectVersion version, Optional<ObjectSecret> secret, long at, int length)
            throws IOException {
        try (InputStream in = store.objects().read(version, at, length, secret)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the object ends early");
            }
            return bytes;
        }
    }
}
