package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.S3Handler.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// GetObjectAttributes: what `x-amz-object-attributes` asks for.
final class GetObjectAttributes implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    GetObjectAttributes(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        boolean versioned = request.versionId().isPresent();
        Bucket bucket =
                access.requireOnObject(request, versioned ? "s3:GetObjectVersion" : "s3:GetObject");
        access.requireOnObject(
                request, versioned ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes");
        ObjectVersion version = new ObjectLookup(store, access).visible(request, bucket);
        List<String> wanted =
                request.header("x-amz-object-attributes").stream()
                        .flatMap(text -> Arrays.stream(text.split(",", -1)))
                        .map(String::strip)
                        .toList();
        if (wanted.isEmpty()) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty");
        }
        XmlWriter xml = S3Xml.document("GetObjectAttributesResponse");
        if (wanted.contains("ETag")) {
            xml.element("ETag", version.etag());
        }
        if (wanted.contains("Checksum")) {
            version.details()
                    .checksum()
                    .ifPresent(sum ->
                            xml.start("Checksum")
                                    .element(sum.algorithm().element(), sum.value())
                                    .element("ChecksumType", sum.type().name())
                                    .end());
        }
        List<Long> parts = version.details().partSizes();
        if (wanted.contains("ObjectParts") && !parts.isEmpty()) {
            xml.start("ObjectParts").element("TotalPartsCount", parts.size()).end();
        }
        if (wanted.contains("StorageClass")) {
            xml.element("StorageClass", ListObjects.storageClass(version));
        }
        if (wanted.contains("ObjectSize")) {
            xml.element("ObjectSize", version.size());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Last-Modified", S3Xml.httpTime(version.modified()));
        if (bucket.wasVersioned()) {
            headers.put("x-amz-version-id", version.versionId());
        }
        S3Xml.send(response, xml.end(), headers);
    }
}
