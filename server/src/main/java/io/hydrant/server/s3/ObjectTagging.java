package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.TagSet;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// GetObjectTagging, PutObjectTagging and DeleteObjectTagging.
final class ObjectTagging {
    private final S3Store store;
    private final S3Access access;
    private final ObjectLookup lookup;

    ObjectTagging(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
        this.lookup = new ObjectLookup(store, access);
    }

    void get(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, action(request, "Get"));
        ObjectVersion version = lookup.settable(request, bucket);
        S3Xml.send(
                response, new TagSet(version.details().tags()).document(), versionHeader(version));
    }

    void put(S3Request request, Response response) throws IOException {
        LazyBody body = new LazyBody(request);
        Bucket bucket =
                access.requireOnObject(
                        request, action(request, "Put"), S3Keys.ofTags(() -> tags(body)));
        response.send(200, versionHeader(set(request, bucket, tags(body))));
    }

    private static SortedMap<String, String> tags(LazyBody body) {
        return TagSet.ofDocument(body.bytes()).forObject().tags();
    }

    void delete(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, action(request, "Delete"));
        response.send(204, versionHeader(set(request, bucket, new TreeMap<>())));
    }

    private ObjectVersion set(S3Request request, Bucket bucket, SortedMap<String, String> tags)
            throws IOException {
        ObjectVersion version = lookup.settable(request, bucket);
        store.objects().setTags(bucket, request.key(), version, tags);
        return version;
    }

    private static String action(S3Request request, String verb) {
        return "s3:"
                + verb
                + (request.versionId().isPresent() ? "ObjectVersionTagging" : "ObjectTagging");
    }

    private static Map<String, String> versionHeader(ObjectVersion version) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!version.versionId().equals(ObjectVersion.NULL_VERSION)) {
            headers.put("x-amz-version-id", version.versionId());
        }
        return headers;
    }
}
