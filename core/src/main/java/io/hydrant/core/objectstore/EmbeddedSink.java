package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.ResourcePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Delivers into the embedded store, as the writer's permissions and the bucket's policy allow.
public final class EmbeddedSink implements ObjectSink {
    /// What AWS's own SDKs send with an object; every machine computes it in passing.
    private static final ChecksumAlgorithm CHECKSUM = ChecksumAlgorithm.CRC32;

    private final S3Store store;
    private final WriterPermissions permissions;

    public EmbeddedSink(S3Store store, Authorizer authorizer, InstantSource clock) {
        this.store = store;
        this.permissions =
                new WriterPermissions(authorizer, store.region(), store.account(), clock);
    }

    @Override
    public Outcome putIfAbsent(Draft draft) throws IOException {
        Bucket bucket =
                store.buckets()
                        .find(draft.bucket())
                        .orElseThrow(() -> noSuchBucket(draft.bucket()));
        permissions.require(
                draft,
                ResourcePolicy.ofBucket(store.buckets().document(bucket, BucketDocument.POLICY)));
        checkKey(draft.key());
        Optional<ObjectVersion> there = draft.mayExist() ? find(bucket, draft) : Optional.empty();
        if (there.isPresent()) {
            return alreadyThere(there.get());
        }
        boolean isSealed = store.buckets().document(bucket, BucketDocument.ENCRYPTION).isPresent();
        try (BlobWriter writer =
                        store.writeDelivery(List.of(CHECKSUM, ChecksumAlgorithm.CRC32C), isSealed);
                InputStream body = draft.body().open()) {
            body.transferTo(writer);
            if (writer.size() != draft.body().length()) {
                throw new IOException(
                        "The object has %d bytes and should have %d: %s"
                                .formatted(writer.size(), draft.body().length(), draft.key()));
            }
            BlobWriter.Written written =
                    writer.finish(sums ->
                            store.objects()
                                    .described(
                                            bucket,
                                            draft.key(),
                                            sums,
                                            details(draft, sums, isSealed)));
            return commit(bucket, draft, written, isSealed);
        }
    }

    private Outcome commit(Bucket bucket, Draft draft, BlobWriter.Written written, boolean isSealed)
            throws IOException {
        try {
            ObjectVersion stored =
                    store.objects()
                            .put(
                                    bucket,
                                    draft.key(),
                                    written,
                                    details(draft, written, isSealed),
                                    new Precondition.Absent());
            return new Outcome.Stored(stored.etag());
        } catch (ServiceException e) {
            Optional<ObjectVersion> there = find(bucket, draft);
            if (e.code().equals("PreconditionFailed") && there.isPresent()) {
                return alreadyThere(there.get());
            }
            if (e.code().equals("NoSuchBucket")) {
                throw noSuchBucket(draft.bucket());
            }
            throw new ObjectSinkException("S3." + e.code(), e.text());
        }
    }

    private Optional<ObjectVersion> find(Bucket bucket, Draft draft) throws IOException {
        return store.objects()
                .find(bucket, draft.key(), Optional.empty())
                .filter(found -> !found.marker());
    }

    private static void checkKey(String key) throws ObjectSinkException {
        try {
            Objects.checkKey(key);
        } catch (ServiceException e) {
            throw new ObjectSinkException("S3." + e.code(), e.text());
        }
    }

    private static ObjectSinkException noSuchBucket(String name) {
        return new ObjectSinkException("S3.NoSuchBucket", "There is no bucket " + name);
    }

    private static ObjectDetails details(
            Draft draft, BlobWriter.Written written, boolean isSealed) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", draft.contentType());
        draft.contentEncoding().ifPresent(encoding -> headers.put("content-encoding", encoding));
        ObjectDetails details =
                new ObjectDetails(
                        headers,
                        new TreeMap<>(draft.metadata()),
                        new TreeMap<>(),
                        Optional.of(
                                new ObjectChecksum(
                                        CHECKSUM,
                                        ObjectChecksum.Type.FULL_OBJECT,
                                        written.checksum(CHECKSUM))));
        return isSealed ? details.sealed() : details;
    }

    private static Outcome alreadyThere(ObjectVersion there) {
        return new Outcome.AlreadyThere(there.size(), there.etag(), there.details().metadata());
    }
}
