package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Listings;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.Optional;

/// ListObjectVersions: every version and delete marker, by key and then newest first.
final class ListObjectVersions implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    ListObjectVersions(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnBucket(request, "s3:ListBucketVersions");
        ListXml keys = ListXml.of(request);
        String keyMarker = request.parameter("key-marker").orElse("");
        Optional<String> id =
                request.parameter("version-id-marker").filter(text -> !text.isEmpty());
        String idMarker = id.orElse("");
        if (keyMarker.isEmpty() && !idMarker.isEmpty()) {
            throw S3Error.INVALID_ARGUMENT
                    .because("A version-id marker cannot be specified without a key marker.")
                    .with("ArgumentName", "version-id-marker")
                    .with("ArgumentValue", idMarker);
        }
        Listings.Query query =
                ListXml.query(request, "max-keys")
                        .afterMarker(
                                keyMarker,
                                id.flatMap(one -> request.versionId("version-id-marker")));
        Listings.Page<ObjectVersion> page = store.listings().versions(bucket, query);
        XmlWriter xml = S3Xml.document("ListVersionsResult").element("Name", bucket.name());
        xml.element("Prefix", keys.key(query.prefix()))
                .element("KeyMarker", keys.key(keyMarker))
                .element("VersionIdMarker", idMarker);
        page.next()
                .ifPresent(next ->
                        xml.element("NextKeyMarker", keys.key(next.key()))
                                .element("NextVersionIdMarker", next.id()));
        xml.element("MaxKeys", query.max());
        keys.writeDelimiter(xml, query);
        keys.writeEncoding(xml);
        xml.element("IsTruncated", page.next().isPresent());
        boolean owners = !request.isAnonymous();
        page.rows().forEach(version -> write(xml, version, keys, owners));
        keys.writeCommonPrefixes(xml, page.commonPrefixes());
        S3Xml.send(response, xml.end());
    }

    private void write(XmlWriter xml, ObjectVersion version, ListXml keys, boolean owner) {
        xml.start(version.marker() ? "DeleteMarker" : "Version")
                .element("Key", keys.key(version.key()))
                .element("VersionId", version.versionId())
                .element("IsLatest", version.latest())
                .element("LastModified", S3Xml.listTime(version.modified()));
        if (!version.marker()) {
            xml.element("ETag", version.quotedEtag());
            ListObjects.writeChecksum(xml, version);
            xml.element("Size", version.size())
                    .element("StorageClass", ListObjects.storageClass(version));
        }
        if (owner) {
            Owner.write(xml, "Owner", store.account());
        }
        xml.end();
    }
}
