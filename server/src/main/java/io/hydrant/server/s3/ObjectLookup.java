package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.VersionGoneException;
import java.io.IOException;
import java.util.Optional;

/// Finds the version that a request means, and says as S3 does when there is none.
record ObjectLookup(S3Store store, S3Access access) {
    /// How often a key is looked up that others replace all the time.
    private static final int LOOKUPS_MAX = 1000;

    /// Finds a version and does something with it.
    @FunctionalInterface
    interface Use<T> {
        T attempt() throws IOException;
    }

    /// Does it again for as long as the version is replaced or deleted meanwhile: the key is there
    /// all the time.
    static <T> T untilFound(Use<T> use) throws IOException {
        int lookups = 1;
        while (true) {
            try {
                return use.attempt();
            } catch (VersionGoneException gone) {
                if (lookups++ >= LOOKUPS_MAX) {
                    throw gone;
                }
            }
        }
    }

    /// The version asked for, or the latest; never a delete marker.
    ///
    /// @throws ServiceException NoSuchKey, NoSuchVersion, or MethodNotAllowed for a marker by its
    ///   id
    ObjectVersion visible(S3Request request, Bucket bucket) throws IOException {
        Optional<String> versionId = request.versionId();
        Optional<ObjectVersion> found = store.objects().find(bucket, request.key(), versionId);
        if (found.isEmpty()) {
            throw access.missing(request, bucket, notFound(request.key(), versionId));
        }
        ObjectVersion version = found.get();
        if (!version.marker()) {
            return version;
        }
        if (versionId.isPresent()) {
            throw ofMarker(request, version);
        }
        throw access.missing(request, bucket, notFound(request.key(), versionId))
                .withHeader("x-amz-delete-marker", "true")
                .withHeader("x-amz-version-id", version.versionId());
    }

    /// As [#visible], of what is set on an object: of a marker that says so even when it is the
    /// latest version.
    ObjectVersion settable(S3Request request, Bucket bucket) throws IOException {
        if (request.versionId().isEmpty()) {
            Optional<ObjectVersion> latest =
                    store.objects().find(bucket, request.key(), Optional.empty());
            if (latest.filter(ObjectVersion::marker).isPresent()) {
                throw ofMarker(request, latest.get());
            }
        }
        return visible(request, bucket);
    }

    private static ServiceException ofMarker(S3Request request, ObjectVersion marker) {
        return S3Error.METHOD_NOT_ALLOWED
                .refusal()
                .with("Method", request.method())
                .with("ResourceType", "DeleteMarker")
                .withHeader("Allow", "DELETE")
                .withHeader("x-amz-delete-marker", "true")
                .withHeader("x-amz-version-id", marker.versionId())
                .withHeader("Last-Modified", S3Xml.httpTime(marker.modified()));
    }

    static ServiceException notFound(String key, Optional<String> versionId) {
        return versionId.isPresent()
                ? S3Error.NO_SUCH_VERSION
                        .refusal()
                        .with("Key", key)
                        .with("VersionId", versionId.get())
                : S3Error.NO_SUCH_KEY.refusal().with("Key", key);
    }
}
