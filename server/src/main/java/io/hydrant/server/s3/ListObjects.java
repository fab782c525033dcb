package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Listings;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.Optional;

/// ListObjects and, with `list-type=2`, ListObjectsV2.
final class ListObjects implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    ListObjects(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:ListBucket");
        boolean second = request.parameter("list-type").filter("2"::equals).isPresent();
        ListXml keys = ListXml.of(request);
        Listings.Query query = query(request, second);
        Listings.Page<ObjectVersion> page = store.listings().objects(bucket, query);
        XmlWriter xml = S3Xml.document("ListBucketResult").element("Name", bucket.name());
        xml.element("Prefix", keys.key(query.prefix()));
        if (second) {
            writeSecond(xml, request, keys, page);
        } else {
            writeFirst(xml, request, keys, query, page);
        }
        xml.element("MaxKeys", query.max());
        keys.writeDelimiter(xml, query);
        keys.writeEncoding(xml);
        xml.element("IsTruncated", page.next().isPresent());
        boolean owners =
                !second || request.parameter("fetch-owner").filter("true"::equals).isPresent();
        boolean told = owners && !request.isAnonymous();
        page.rows().forEach(version -> writeObject(xml, version, keys, told));
        keys.writeCommonPrefixes(xml, page.commonPrefixes());
        S3Xml.send(response, xml.end());
    }

    private static Listings.Query query(S3Request request, boolean second) {
        Listings.Query whole = ListXml.query(request, "max-keys");
        if (!second) {
            return whole.afterMarker(request.parameter("marker").orElse(""), Optional.empty());
        }
        Optional<Listings.After> after =
                request.parameter("continuation-token")
                        .map(ContinuationToken::after)
                        .or(() -> startAfter(request));
        return new Listings.Query(whole.prefix(), whole.delimiter(), after, whole.max());
    }

    private static Optional<Listings.After> startAfter(S3Request request) {
        return request.parameter("start-after")
                .filter(text -> !text.isEmpty())
                .map(text -> new Listings.After(text, false, Optional.empty()));
    }

    private static void writeSecond(
            XmlWriter xml, S3Request request, ListXml keys, Listings.Page<ObjectVersion> page) {
        xml.element("KeyCount", page.rows().size() + page.commonPrefixes().size());
        Optional<String> token = request.parameter("continuation-token");
        if (token.isEmpty()) {
            startAfter(request)
                    .ifPresent(after -> xml.element("StartAfter", keys.key(after.key())));
        }
        xml.element("ContinuationToken", token);
        xml.element("NextContinuationToken", page.next().map(ContinuationToken::of));
    }

    private static void writeFirst(
            XmlWriter xml,
            S3Request request,
            ListXml keys,
            Listings.Query query,
            Listings.Page<ObjectVersion> page) {
        xml.element("Marker", keys.key(request.parameter("marker").orElse("")));
        if (!query.delimiter().isEmpty()) {
            xml.element("NextMarker", page.next().map(after -> keys.key(after.key())));
        }
    }

    private void writeObject(XmlWriter xml, ObjectVersion version, ListXml keys, boolean owner) {
        xml.start("Contents")
                .element("Key", keys.key(version.key()))
                .element("LastModified", S3Xml.listTime(version.modified()))
                .element("ETag", version.quotedEtag());
        writeChecksum(xml, version);
        xml.element("Size", version.size());
        if (owner) {
            Owner.write(xml, "Owner", store.account());
        }
        xml.element("StorageClass", storageClass(version)).end();
    }

    /// How the object is checksummed, not the checksum itself.
    static void writeChecksum(XmlWriter xml, ObjectVersion version) {
        version.details()
                .checksum()
                .ifPresent(sum ->
                        xml.element("ChecksumAlgorithm", sum.algorithm().name())
                                .element("ChecksumType", sum.type().name()));
    }

    static String storageClass(ObjectVersion version) {
        return version.details().headers().getOrDefault("x-amz-storage-class", "STANDARD");
    }
}
