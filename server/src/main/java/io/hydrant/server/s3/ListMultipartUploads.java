package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Listings;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.Optional;

/// ListMultipartUploads, by key and then by beginning. S3 writes no marker that leads on when a
/// page ends in a common prefix (recorded 2025), so that its own pages cannot be followed; here the
/// prefix is the marker.
final class ListMultipartUploads implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    ListMultipartUploads(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:ListBucketMultipartUploads");
        ListXml keys = ListXml.of(request);
        String keyMarker = request.parameter("key-marker").orElse("");
        // Without a key an id marks nothing.
        Optional<String> idMarker =
                request.parameter("upload-id-marker")
                        .filter(id -> !id.isEmpty() && !keyMarker.isEmpty());
        Listings.Query query =
                ListXml.query(request, "max-uploads").afterMarker(keyMarker, idMarker);
        Listings.Page<Upload> page = store.listings().uploads(bucket, query);
        XmlWriter xml =
                S3Xml.document("ListMultipartUploadsResult")
                        .element("Bucket", bucket.name())
                        .element("KeyMarker", keys.key(keyMarker))
                        .element("UploadIdMarker", idMarker.orElse(""));
        writeNext(xml, keys, page);
        if (!query.prefix().isEmpty()) {
            xml.element("Prefix", keys.key(query.prefix()));
        }
        keys.writeDelimiter(xml, query);
        keys.writeEncoding(xml);
        xml.element("MaxUploads", query.max()).element("IsTruncated", page.next().isPresent());
        page.rows().forEach(upload -> write(xml, upload, keys));
        keys.writeCommonPrefixes(xml, page.commonPrefixes());
        S3Xml.send(response, xml.end());
    }

    /// Where the next page begins; on the last page, the last upload that was told, if any was.
    private static void writeNext(XmlWriter xml, ListXml keys, Listings.Page<Upload> page) {
        Optional<Upload> last =
                page.rows().isEmpty() ? Optional.empty() : Optional.of(page.rows().getLast());
        Optional<Listings.After> next =
                page.next()
                        .or(() ->
                                last.map(upload ->
                                        new Listings.After(
                                                upload.key(), false, Optional.of(upload.id()))));
        xml.element("NextKeyMarker", next.map(after -> keys.key(after.key())).orElse(""))
                .element("NextUploadIdMarker", next.flatMap(Listings.After::id).orElse(""));
    }

    private void write(XmlWriter xml, Upload upload, ListXml keys) {
        xml.start("Upload").element("Key", keys.key(upload.key())).element("UploadId", upload.id());
        Owner.writeInitiator(xml, store.account());
        Owner.write(xml, "Owner", store.account());
        xml.element("StorageClass", "STANDARD")
                .element("Initiated", S3Xml.listTime(upload.initiated()));
        upload.checksum()
                .ifPresent(sums ->
                        xml.element("ChecksumAlgorithm", sums.algorithm().name())
                                .element("ChecksumType", sums.type().name()));
        xml.end();
    }
}
