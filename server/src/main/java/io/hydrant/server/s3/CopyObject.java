package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.BlobWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectSealing;
import io.hydrant.core.objectstore.ObjectSecret;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Versioning;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CopyObject. A copy is an object that was put in one piece: it has an MD5 for an etag and a
/// checksum of all its bytes. Where its source has these the bytes are shared, not copied; where it
/// was made of parts, another checksum is asked for, only one of the two is encrypted, or either
/// under a key that the store does not have, they are read and written anew. What was encrypted is
/// so in a copy, too.
final class CopyObject implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    CopyObject(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        CopySource source = CopySource.of(request);
        Changes changes = Changes.of(request);
        RequestKeys tags =
                changes.replacesTags()
                        ? RequestKeys.NONE
                        : S3Keys.ofTags(() -> source.tags(store, access));
        Bucket bucket = access.requirePut(request, tags);
        boolean isSealedByDefault = store.encryption(bucket).isPresent();
        if (source.isItself(request)
                && source.versionId().isEmpty()
                && !changes.changeSomething(request)
                && !isSealedByDefault) {
            throw S3Error.INVALID_REQUEST.because(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website"
                            + " redirect location or encryption attributes.");
        }
        Copy copy = new Copy(bucket, request.key(), changes, WriteConditions.of(request));
        Copied copied =
                ObjectLookup.untilFound(() -> {
                    ObjectVersion from = source.find(request, store, access);
                    CopySource.checkSize(from.size());
                    if (!changes.replacesTags() && !from.details().tags().isEmpty()) {
                        source.requireTags(request, store, access);
                        access.requireOnObject(request, "s3:PutObjectTagging", tags);
                    }
                    return new Copied(from, copy.of(request, from));
                });
        send(request, response, bucket, source, copied);
    }

    private record Copied(ObjectVersion from, ObjectVersion version) {}

    private void send(
            S3Request request, Response response, Bucket bucket, CopySource source, Copied copied)
            throws IOException {
        ObjectVersion version = copied.version();
        XmlWriter xml =
                S3Xml.document("CopyObjectResult")
                        .element("LastModified", S3Xml.listTime(version.modified()))
                        .element("ETag", version.quotedEtag());
        version.details()
                .checksum()
                .ifPresent(sum ->
                        xml.element(sum.algorithm().element(), sum.value())
                                .element("ChecksumType", sum.type().name()));
        Map<String, String> headers = ObjectHeaders.identity(version, true);
        headers.remove("ETag");
        headers.putAll(EncryptionHeaders.asked(version.details()));
        headers.putAll(CustomerKey.shown(request));
        if (bucket.versioning() == Versioning.SUSPENDED) {
            headers.put("x-amz-version-id", version.versionId());
        }
        source.addVersion(headers, copied.from(), store);
        S3Xml.send(response, xml.end(), headers);
    }

    /// What a copy has from its request, and what from its source.
    ///
    /// @param asked what the request says of the object
    private record Changes(
            ObjectDetails asked,
            boolean replacesMetadata,
            boolean replacesTags,
            Optional<ChecksumAlgorithm> checksum) {

        static Changes of(S3Request request) {
            return new Changes(
                    ObjectHeaders.read(request),
                    directive(request, "metadata"),
                    directive(request, "tagging"),
                    ObjectHeaders.checksumAlgorithm(request));
        }

        private static boolean directive(S3Request request, String what) {
            String header = "x-amz-" + what + "-directive";
            String value = request.header(header).orElse("COPY");
            return switch (value) {
                case "COPY" -> false;
                case "REPLACE" -> true;
                default ->
                        throw S3Error.INVALID_ARGUMENT
                                .because("Unknown %s directive.", what)
                                .with("ArgumentName", header)
                                .with("ArgumentValue", value);
            };
        }

        boolean changeSomething(S3Request request) {
            return replacesMetadata
                    || request.header("x-amz-storage-class").isPresent()
                    || CustomerKey.of(request).isPresent()
                    || !ObjectHeaders.placement(request).isEmpty();
        }

        ObjectDetails of(ObjectDetails source, Optional<ObjectChecksum> sum) {
            return new ObjectDetails(
                    replacesMetadata
                            ? asked.headers()
                            : ObjectHeaders.ofContentAndPlacement(source, asked),
                    replacesMetadata ? asked.metadata() : source.metadata(),
                    replacesTags ? asked.tags() : source.tags(),
                    sum);
        }
    }

    private final class Copy {
        private final Bucket bucket;
        private final String key;
        private final Changes changes;
        private final Precondition precondition;

        Copy(Bucket bucket, String key, Changes changes, Precondition precondition) {
            this.bucket = bucket;
            this.key = key;
            this.changes = changes;
            this.precondition = precondition;
        }

        /// @throws io.hydrant.core.objectstore.VersionGoneException when it was deleted meanwhile
        ObjectVersion of(S3Request request, ObjectVersion from) throws IOException {
            ObjectEncryption encryption = new ObjectEncryption(store);
            Optional<ObjectSecret> secret = encryption.toCopy(request, from);
            Optional<ObjectChecksum> sum = from.details().checksum();
            ObjectSealing sealing = sealing(encryption, request, from);
            boolean isOfOnePiece =
                    from.hasMd5()
                            && sum.filter(each -> each.type() == ObjectChecksum.Type.FULL_OBJECT)
                                    .map(ObjectChecksum::algorithm)
                                    .filter(has -> changes.checksum().orElse(has) == has)
                                    .isPresent();
            boolean isAlike =
                    from.details().seal().isEmpty()
                            && sealing.secret().isEmpty()
                            && from.isEncrypted() == sealing.details().wantsSeal();
            return isOfOnePiece && isAlike
                    ? store.objects()
                            .copy(from, bucket, key, sealing.details().with(sum), precondition)
                    : writtenAnew(from, secret, sealing);
        }

        private ObjectSealing sealing(
                ObjectEncryption encryption, S3Request request, ObjectVersion from)
                throws IOException {
            ObjectDetails asked = changes.of(from.details(), Optional.empty());
            ObjectSealing sealing = encryption.ofNew(request, bucket, asked);
            return from.isEncrypted() && sealing.secret().isEmpty()
                    ? ObjectSealing.of(sealing.details().sealed())
                    : sealing;
        }

        private ObjectVersion writtenAnew(
                ObjectVersion from, Optional<ObjectSecret> secret, ObjectSealing sealing)
                throws IOException {
            ChecksumAlgorithm algorithm =
                    changes.checksum()
                            .or(() -> from.details().checksum().map(ObjectChecksum::algorithm))
                            .orElse(ChecksumAlgorithm.CRC64NVME);
            try (InputStream bytes = store.objects().read(from, 0, from.size(), secret);
                    BlobWriter writer = store.write(List.of(algorithm), sealing)) {
                bytes.transferTo(writer);
                ObjectDetails details = sealing.details();
                BlobWriter.Written written =
                        writer.finish(sums ->
                                store.objects()
                                        .described(
                                                bucket,
                                                key,
                                                sums,
                                                summed(details, algorithm, sums)));
                return store.objects()
                        .put(
                                bucket,
                                key,
                                written,
                                summed(details, algorithm, written),
                                precondition);
            }
        }

        private static ObjectDetails summed(
                ObjectDetails details, ChecksumAlgorithm algorithm, BlobWriter.Written written) {
            return details.with(
                    Optional.of(
                            new ObjectChecksum(
                                    algorithm,
                                    ObjectChecksum.Type.FULL_OBJECT,
                                    written.checksum(algorithm))));
        }
    }
}
