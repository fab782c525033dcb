package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// GetObjectAttributes: what `x-amz-object-attributes` asks for.
final class GetObjectAttributes implements S3Operation {
    private static final Set<String> ATTRIBUTES =
            Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

    private static final int PARTS_MAX = 1000;

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
        new ObjectEncryption(store).toLookAt(request, version);
        Set<String> wanted = wanted(request);
        XmlWriter xml = S3Xml.document("GetObjectAttributesResponse");
        if (wanted.contains("ETag")) {
            xml.element("ETag", version.etag());
        }
        if (wanted.contains("Checksum")) {
            version.details()
                    .checksum()
                    .ifPresent(sum ->
                            xml.start("Checksum")
                                    .element(sum.algorithm().element(), sum.withoutCount())
                                    .element("ChecksumType", sum.type().name())
                                    .end());
        }
        Page page = Page.of(request);
        if (wanted.contains("ObjectParts") && !version.details().partSizes().isEmpty()) {
            page.add(xml, version.details());
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

    private static Set<String> wanted(S3Request request) {
        Set<String> wanted =
                request.header("x-amz-object-attributes").stream()
                        .flatMap(text -> Arrays.stream(text.split(",", -1)))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty");
        }
        if (!ATTRIBUTES.containsAll(wanted)) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Invalid attribute name specified.")
                    .with("ArgumentName", "x-amz-object-attributes");
        }
        return wanted;
    }

    /// A page of the parts, by the numbers that GetObject takes.
    private record Page(int marker, int max) {
        static Page of(S3Request request) {
            return new Page(
                    number(request, "x-amz-part-number-marker", 0),
                    Math.min(number(request, "x-amz-max-parts", PARTS_MAX), PARTS_MAX));
        }

        void add(XmlWriter xml, ObjectDetails details) {
            List<Long> sizes = details.partSizes();
            int first = Math.min(marker, sizes.size());
            int end = Math.min(first + max, sizes.size());
            xml.start("ObjectParts")
                    .element("PartsCount", sizes.size())
                    .element("PartNumberMarker", marker)
                    .element("NextPartNumberMarker", end > first ? end : 0)
                    .element("MaxParts", max)
                    .element("IsTruncated", end < sizes.size());
            for (int i = first; i < end; i++) {
                xml.start("Part").element("PartNumber", i + 1).element("Size", sizes.get(i));
                details.partChecksum(i + 1)
                        .ifPresent(sum -> xml.element(sum.algorithm().element(), sum.value()));
                xml.end();
            }
            xml.end();
        }
    }

    private static int number(S3Request request, String header, int otherwise) {
        Optional<String> text = request.header(header);
        if (text.filter(digits -> !digits.matches("\\d{1,9}")).isPresent()) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Provided %s not an integer or within integer range", header)
                    .with("ArgumentName", header)
                    .with("ArgumentValue", text.get());
        }
        return text.map(Integer::parseInt).orElse(otherwise);
    }
}
