package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import io.hydrant.server.http.S3Handler.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// ListMultipartUploads, by key and then by beginning.
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
        String prefix = request.parameter("prefix").orElse("");
        String delimiter = request.parameter("delimiter").orElse("");
        String keyMarker = request.parameter("key-marker").orElse("");
        String idMarker = request.parameter("upload-id-marker").orElse("");
        int max = request.number("max-uploads", ListXml.KEYS_MAX, ListXml.KEYS_MAX);
        List<Upload> uploads = new ArrayList<>();
        Set<String> prefixes = new LinkedHashSet<>();
        boolean truncated = false;
        for (Upload upload : behind(store.uploads().all(bucket, prefix), keyMarker, idMarker)) {
            if (uploads.size() + prefixes.size() >= max) {
                truncated = true;
                break;
            }
            int at = delimiter.isEmpty() ? -1 : upload.key().indexOf(delimiter, prefix.length());
            if (at < 0) {
                uploads.add(upload);
            } else {
                prefixes.add(upload.key().substring(0, at + delimiter.length()));
            }
        }
        XmlWriter xml =
                S3Xml.document("ListMultipartUploadsResult")
                        .element("Bucket", bucket.name())
                        .element("KeyMarker", keys.key(keyMarker))
                        .element("UploadIdMarker", idMarker);
        if (truncated && !uploads.isEmpty()) {
            xml.element("NextKeyMarker", keys.key(uploads.getLast().key()))
                    .element("NextUploadIdMarker", uploads.getLast().id());
        }
        xml.element("Prefix", keys.key(prefix));
        if (!delimiter.isEmpty()) {
            xml.element("Delimiter", keys.key(delimiter));
        }
        keys.writeEncoding(xml);
        xml.element("MaxUploads", max).element("IsTruncated", truncated);
        uploads.forEach(upload -> write(xml, upload, keys));
        keys.writeCommonPrefixes(xml, List.copyOf(prefixes));
        S3Xml.send(response, xml.end());
    }

    private static List<Upload> behind(List<Upload> all, String keyMarker, String idMarker) {
        if (keyMarker.isEmpty()) {
            return all;
        }
        int from = 0;
        for (int i = 0; i < all.size(); i++) {
            boolean before = compareBytes(all.get(i).key(), keyMarker) < 0;
            boolean sameKey = all.get(i).key().equals(keyMarker);
            boolean marked = sameKey && (idMarker.isEmpty() || all.get(i).id().equals(idMarker));
            if (before || marked) {
                from = i + 1;
            }
        }
        return all.subList(from, all.size());
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private void write(XmlWriter xml, Upload upload, ListXml keys) {
        xml.start("Upload").element("Key", keys.key(upload.key())).element("UploadId", upload.id());
        Owner.write(xml, "Initiator", store.account());
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
