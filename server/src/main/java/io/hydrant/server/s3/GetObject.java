package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.ObjectSecret;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/// GetObject and HeadObject: the same but for the body.
final class GetObject implements S3Operation {
    /// What is read before the head is sent: a small object's damage is found by then, and answered
    /// with a status of its own. A large one's cuts the connection off.
    private static final int FIRST_BYTES = 64 * 1024;

    private static final String TAGGING_COUNT = "x-amz-tagging-count";

    private final S3Store store;
    private final S3Access access;
    private final ObjectLookup lookup;
    private final ObjectEncryption encryption;

    GetObject(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
        this.lookup = new ObjectLookup(store, access);
        this.encryption = new ObjectEncryption(store);
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        boolean versioned = request.versionId().isPresent();
        String action = versioned ? "s3:GetObjectVersion" : "s3:GetObject";
        Bucket bucket = access.requireOnObject(request, action);
        ObjectLookup.untilFound(() -> answer(request, response, bucket));
    }

    private boolean answer(S3Request request, Response response, Bucket bucket) throws IOException {
        ObjectVersion version = lookup.visible(request, bucket);
        Map<String, String> headers = ObjectHeaders.shown(request, version, bucket.wasVersioned());
        encryption.toLookAt(request, version).ifPresent(key -> headers.putAll(key.shown()));
        if (headers.containsKey(TAGGING_COUNT) && !mayReadTags(request, bucket)) {
            headers.remove(TAGGING_COUNT);
        }
        if (ReadConditions.of(request, store.now()).notModified(version)) {
            headers.keySet().removeIf(name -> name.equalsIgnoreCase("content-type"));
            response.send(304, headers);
            return true;
        }
        Optional<ByteRange> range = ByteRange.of(request, version);
        if (wantsChecksum(request)) {
            checksum(request, version, range)
                    .ifPresent(sum -> ObjectHeaders.addChecksum(headers, sum));
        }
        if (request.parameter("partNumber").isPresent()
                && !version.details().partSizes().isEmpty()) {
            headers.put(
                    "x-amz-mp-parts-count", Integer.toString(version.details().partSizes().size()));
        }
        send(request, response, version, range, headers);
        return true;
    }

    /// Of the whole, or of the part that is asked for by its number; none of another range.
    private static Optional<ObjectChecksum> checksum(
            S3Request request, ObjectVersion version, Optional<ByteRange> range) {
        boolean isPart =
                request.parameter("partNumber").isPresent()
                        && !version.details().partSizes().isEmpty();
        if (isPart) {
            return version.details()
                    .partChecksum(request.number("partNumber", 1, Integer.MAX_VALUE));
        }
        boolean isWhole = range.filter(run -> run.length() < version.size()).isEmpty();
        return isWhole ? version.details().checksum() : Optional.empty();
    }

    private static boolean wantsChecksum(S3Request request) {
        Optional<String> mode = request.header("x-amz-checksum-mode");
        if (mode.filter(asked -> !asked.equalsIgnoreCase("ENABLED")).isPresent()) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Value for x-amz-checksum-mode header is invalid.")
                    .with("ArgumentName", "x-amz-checksum-mode")
                    .with("ArgumentValue", mode.get());
        }
        return mode.isPresent();
    }

    private boolean mayReadTags(S3Request request, Bucket bucket) {
        boolean versioned = request.versionId().isPresent();
        return access.allows(
                request, versioned ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging", bucket);
    }

    private void send(
            S3Request request,
            Response response,
            ObjectVersion version,
            Optional<ByteRange> range,
            Map<String, String> headers)
            throws IOException {
        ByteRange run = range.orElse(new ByteRange(0, version.size()));
        boolean partial = range.isPresent() && run.length() > 0;
        if (partial) {
            headers.put("Content-Range", run.contentRange(version.size()));
        }
        int status = partial ? 206 : 200;
        if (request.isHead()) {
            store.objects().checkThere(version);
            headers.put("Content-Length", Long.toString(run.length()));
            response.send(status, headers);
            return;
        }
        Optional<ObjectSecret> secret = encryption.toRead(request, version);
        try (InputStream body = store.objects().read(version, run.offset(), run.length(), secret)) {
            byte[] first = body.readNBytes((int) Math.min(FIRST_BYTES, run.length()));
            try (OutputStream out = response.stream(status, headers, run.length())) {
                out.write(first);
                body.transferTo(out);
            }
        }
    }
}
