package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Listings;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.S3Handler.Response;
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
        Listings.Page page = store.listings().objects(bucket, query);
        XmlWriter xml = S3Xml.document("ListBucketResult").element("Name", bucket.name());
        xml.element("Prefix", keys.key(query.prefix()));
        if (second) {
            writeSecond(xml, request, keys, page);
        } else {
            writeFirst(xml, request, keys, query, page);
        }
        xml.element("MaxKeys", query.max());
        request.parameter("delimiter")
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> xml.element("Delimiter", keys.key(text)));
        keys.writeEncoding(xml);
        xml.element("IsTruncated", page.next().isPresent());
        boolean owners =
                !second || request.parameter("fetch-owner").filter("true"::equals).isPresent();
        page.versions().forEach(version -> writeObject(xml, version, keys, owners));
        keys.writeCommonPrefixes(xml, page.commonPrefixes());
        S3Xml.send(response, xml.end());
    }

    private static Listings.Query query(S3Request request, boolean second) {
        Optional<Listings.After> after =
                second
                        ? request.parameter("continuation-token")
                                .map(ContinuationToken::after)
                                .or(() -> plain(request, "start-after"))
                        : marker(request);
        return new Listings.Query(
                request.parameter("prefix").orElse(""),
                request.parameter("delimiter").orElse(""),
                after,
                request.number("max-keys", ListXml.KEYS_MAX, ListXml.KEYS_MAX));
    }

    private static Optional<Listings.After> plain(S3Request request, String name) {
        return request.parameter(name)
                .filter(text -> !text.isEmpty())
                .map(text -> new Listings.After(text, false, Optional.empty()));
    }

    /// A marker that ends in the delimiter is the common prefix that the page before ended with.
    private static Optional<Listings.After> marker(S3Request request) {
        String delimiter = request.parameter("delimiter").orElse("");
        return plain(request, "marker")
                .map(after ->
                        new Listings.After(
                                after.key(),
                                !delimiter.isEmpty() && after.key().endsWith(delimiter),
                                Optional.empty()));
    }

    private static void writeSecond(
            XmlWriter xml, S3Request request, ListXml keys, Listings.Page page) {
        xml.element("KeyCount", page.versions().size() + page.commonPrefixes().size());
        request.parameter("start-after")
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> xml.element("StartAfter", keys.key(text)));
        xml.element("ContinuationToken", request.parameter("continuation-token"));
        xml.element("NextContinuationToken", page.next().map(ContinuationToken::of));
    }

    private static void writeFirst(
            XmlWriter xml,
            S3Request request,
            ListXml keys,
            Listings.Query query,
            Listings.Page page) {
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
        version.details()
                .checksum()
                .ifPresent(sum ->
                        xml.element("ChecksumAlgorithm", sum.algorithm().name())
                                .element("ChecksumType", sum.type().name()));
        xml.element("Size", version.size());
        if (owner) {
            Owner.write(xml, "Owner", store.account());
        }
        xml.element("StorageClass", storageClass(version)).end();
    }

    static String storageClass(ObjectVersion version) {
        return version.details().headers().getOrDefault("x-amz-storage-class", "STANDARD");
    }
}
