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
        return store(draft, bucket, sealing(draft, bucket));
    }

    /// @throws ObjectSinkException when the key that it is to be encrypted under is not to be had
    private ObjectSealing sealing(Draft draft, Bucket bucket) throws IOException {
        ObjectSecrets.Asker asker =
                new ObjectSecrets.Asker(draft.writer(), permissions.circumstances());
        try {
            return draft.kmsKeyArn().isPresent()
                    ? store.secrets()
                            .seal(details(draft), wish(draft, bucket), bucket, draft.key(), asker)
                    : store.sealing(details(draft), bucket, draft.key(), asker);
        } catch (ServiceException e) {
            throw new ObjectSinkException("S3." + e.code(), e.text());
        }
    }

    /// Whether there is a bucket key, the bucket says.
    private ObjectSecrets.Wish wish(Draft draft, Bucket bucket) {
        boolean hasBucketKey =
                store.encryption(bucket)
                        .flatMap(BucketEncryption::kms)
                        .filter(ObjectSecrets.Wish::hasBucketKey)
                        .isPresent();
        return new ObjectSecrets.Wish(draft.kmsKeyArn(), new TreeMap<>(), hasBucketKey);
    }

    private Outcome store(Draft draft, Bucket bucket, ObjectSealing sealing) throws IOException {
        try (BlobWriter writer =
                        store.writeDelivery(List.of(CHECKSUM, ChecksumAlgorithm.CRC32C), sealing);
                InputStream body = draft.body().open()) {
            body.transferTo(writer);
            if (writer.size() != draft.body().length()) {
                throw new IOException(
                        "The object has %d bytes and should have %d: %s"
                                .formatted(writer.size(), draft.body().length(), draft.key()));
            }
            ObjectDetails details = sealing.details();
            BlobWriter.Written written =
                    writer.finish(sums ->
                            store.objects()
                                    .described(bucket, draft.key(), sums, summed(details, sums)));
            return commit(bucket, draft, written, details);
        }
    }

    private Outcome commit(
            Bucket bucket, Draft draft, BlobWriter.Written written, ObjectDetails details)
            throws IOException {
        try {
            ObjectVersion stored =
                    store.objects()
                            .put(
                                    bucket,
                                    draft.key(),
                                    written,
                                    summed(details, written),
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

    private static ObjectDetails details(Draft draft) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", draft.contentType());
        draft.contentEncoding().ifPresent(encoding -> headers.put("content-encoding", encoding));
        return new ObjectDetails(
                headers, new TreeMap<>(draft.metadata()), new TreeMap<>(), Optional.empty());
    }

    private static ObjectDetails summed(ObjectDetails details, BlobWriter.Written written) {
        return details.with(
                Optional.of(
                        new ObjectChecksum(
                                CHECKSUM,
                                ObjectChecksum.Type.FULL_OBJECT,
                                written.checksum(CHECKSUM))));
    }

    private static Outcome alreadyThere(ObjectVersion there) {
        return new Outcome.AlreadyThere(there.size(), there.etag(), there.details().metadata());
    }
}
