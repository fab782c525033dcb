package io.hydrant.server.s3;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// What `x-amz-copy-source` names: `[/]bucket/key[?versionId=id]`, percent-encoded. Unlike in a
/// path, `+` is a space, as AWS reads it and the SDK for Go writes it.
record CopySource(String bucket, String key, Optional<String> versionId) {
    private static final String VERSION = "?versionId=";

    static CopySource of(S3Request request) {
        String header = request.header("x-amz-copy-source").orElse("");
        int question = header.lastIndexOf(VERSION);
        Optional<String> version =
                question < 0
                        ? Optional.empty()
                        : Optional.of(
                                version(header.substring(question + VERSION.length()), header));
        String path = text(question < 0 ? header : header.substring(0, question), header);
        String plain = path.startsWith("/") ? path.substring(1) : path;
        int slash = plain.indexOf('/');
        if (slash <= 0 || slash == plain.length() - 1) {
            throw S3Error.INVALID_ARGUMENT
                    .because(
                            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
                    .with("ArgumentName", "x-amz-copy-source")
                    .with("ArgumentValue", header);
        }
        return new CopySource(plain.substring(0, slash), plain.substring(slash + 1), version);
    }

    private static String version(String encoded, String header) {
        String id = text(encoded, header);
        if (!S3Request.isVersionId(id)) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Invalid version id specified")
                    .with("ArgumentName", "x-amz-copy-source")
                    .with("ArgumentValue", header);
        }
        return id;
    }

    private static String text(String encoded, String header) {
        return PercentEncoding.decodeHeaderExactly(encoded)
                .orElseThrow(() ->
                        S3Error.INVALID_ARGUMENT
                                .because("Invalid copy source encoding.")
                                .with("ArgumentName", "x-amz-copy-source")
                                .with("ArgumentValue", header));
    }

    /// The version to copy from, when the caller may read it and its conditions hold.
    ObjectVersion find(S3Request request, S3Store store, S3Access access) throws IOException {
        Bucket from = store.buckets().get(bucket);
        access.require(
                request,
                versionId.isPresent() ? "s3:GetObjectVersion" : "s3:GetObject",
                access.target(from, key, versionId),
                RequestKeys.NONE);
        ObjectVersion version =
                store.objects()
                        .find(from, key, versionId)
                        .orElseThrow(() ->
                                access.missing(
                                        request, from, ObjectLookup.notFound(key, versionId)));
        if (version.marker()) {
            throw versionId.isPresent()
                    ? S3Error.INVALID_REQUEST.because(
                            "The source of a copy request may not specifically refer to a delete"
                                    + " marker by version id.")
                    : access.missing(request, from, ObjectLookup.notFound(key, versionId));
        }
        ReadConditions.ofSource(request, store.now()).requireAll(version);
        return version;
    }

    /// Asks also for the permission to read the tags of the object that is copied.
    void requireTags(S3Request request, S3Store store, S3Access access) {
        access.require(
                request,
                versionId.isPresent() ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging",
                access.target(store.buckets().get(bucket), key, versionId),
                RequestKeys.NONE);
    }

    /// The tags of the object, for a condition on what a copy of it will have; none when it is not
    /// there.
    Map<String, String> tags(S3Store store, S3Access access) {
        return store.buckets()
                .find(bucket)
                .map(from -> access.target(from, key, versionId).tags())
                .orElse(Map.of());
    }

    /// Says of which version the copy is, where versions are kept.
    void addVersion(Map<String, String> headers, ObjectVersion from, S3Store store) {
        if (store.buckets().find(bucket).filter(Bucket::wasVersioned).isPresent()) {
            headers.put("x-amz-copy-source-version-id", from.versionId());
        }
    }

    /// @throws io.hydrant.aws.ServiceException for more than one request may copy
    static void checkSize(long size) {
        if (size > BodyChecks.PUT_BYTES_MAX) {
            throw S3Error.INVALID_REQUEST.because(
                    "The specified copy source is larger than the maximum allowable size for a copy"
                            + " source: %d",
                    BodyChecks.PUT_BYTES_MAX);
        }
    }

    boolean isItself(S3Request request) {
        return bucket.equals(request.bucketName()) && key.equals(request.key());
    }
}
