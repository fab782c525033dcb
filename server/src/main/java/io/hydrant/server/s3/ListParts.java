package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.List;

/// ListParts.
final class ListParts implements S3Operation {
    private static final int PARTS_MAX = 1000;

    private final S3Store store;
    private final S3Access access;

    ListParts(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, "s3:ListMultipartUploadParts");
        String id = request.parameter("uploadId").orElse("");
        Upload upload = store.uploads().get(bucket, request.key(), id);
        int marker = request.number("part-number-marker", 0, Integer.MAX_VALUE);
        int max = request.number("max-parts", PARTS_MAX, PARTS_MAX);
        List<Upload.Part> after =
                store.uploads().parts(bucket, request.key(), id).stream()
                        .filter(part -> part.number() > marker)
                        .toList();
        List<Upload.Part> page = after.subList(0, Math.min(max, after.size()));
        boolean truncated = max > 0 && after.size() > max;
        XmlWriter xml =
                S3Xml.document("ListPartsResult")
                        .element("Bucket", bucket.name())
                        .element("Key", request.key())
                        .element("UploadId", id)
                        .element("PartNumberMarker", marker)
                        .element(
                                "NextPartNumberMarker",
                                page.isEmpty() ? 0 : page.getLast().number())
                        .element("MaxParts", max)
                        .element("IsTruncated", truncated);
        upload.checksum()
                .ifPresent(sums ->
                        xml.element("ChecksumAlgorithm", sums.algorithm().name())
                                .element("ChecksumType", sums.type().name()));
        for (Upload.Part part : page) {
            xml.start("Part")
                    .element("PartNumber", part.number())
                    .element("LastModified", S3Xml.listTime(part.modified()))
                    .element("ETag", "\"" + part.etag() + "\"")
                    .element("Size", part.size());
            if (upload.checksum().isPresent()) {
                xml.element(upload.algorithm().element(), part.checksum());
            }
            xml.end();
        }
        Owner.writeInitiator(xml, store.account());
        Owner.write(xml, "Owner", store.account());
        S3Xml.send(response, xml.element("StorageClass", "STANDARD").end());
    }
}
