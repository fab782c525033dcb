package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.ObjectSeal;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import io.hydrant.core.objectstore.Uploads;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CompleteMultipartUpload. A repeat whose first answer was lost gets that answer again, for as
/// long as the object is there.
final class CompleteMultipartUpload implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    CompleteMultipartUpload(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, "s3:PutObject");
        String id = request.parameter("uploadId").orElse("");
        requireSecret(request, bucket, id);
        ObjectVersion version =
                store.uploads()
                        .complete(
                                bucket,
                                request.key(),
                                id,
                                claimed(BodyChecks.readWithoutChecksum(request)),
                                whole(request),
                                WriteConditions.of(request));
        XmlWriter xml =
                S3Xml.document("CompleteMultipartUploadResult")
                        .element("Location", location(request))
                        .element("Bucket", bucket.name())
                        .element("Key", request.key())
                        .element("ETag", version.quotedEtag());
        version.details()
                .checksum()
                .ifPresent(sum ->
                        xml.element(sum.algorithm().element(), sum.value())
                                .element("ChecksumType", sum.type().name()));
        Map<String, String> headers = ObjectHeaders.identity(version, true);
        headers.remove("ETag");
        S3Xml.send(response, xml.end(), headers);
    }

    /// Who completes an upload under a key of KMS must be let use it, as in AWS; a customer's key
    /// need not come along.
    private void requireSecret(S3Request request, Bucket bucket, String id) throws IOException {
        Optional<Upload> upload = store.uploads().find(bucket, request.key(), id);
        boolean isOfKms =
                upload.flatMap(known -> known.details().seal())
                        .filter(ObjectSeal.OfKms.class::isInstance)
                        .isPresent();
        if (isOfKms) {
            new ObjectEncryption(store).secretOf(request, upload.orElseThrow());
        }
        CustomerKey.of(request);
    }

    /// A checksum in the headers is the object's, not the one of this document.
    private static Uploads.Whole whole(S3Request request) {
        return new Uploads.Whole(
                request.header("x-amz-mp-object-size").map(CompleteMultipartUpload::size),
                AnnouncedChecksum.inHeaders(request),
                request.header("x-amz-checksum-type").map(CompleteMultipartUpload::type));
    }

    private static ObjectChecksum.Type type(String text) {
        return Arrays.stream(ObjectChecksum.Type.values())
                .filter(type -> type.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        S3Error.INVALID_REQUEST.because(
                                "Value for x-amz-checksum-type header is invalid."));
    }

    /// No document is a list without parts.
    private static List<Uploads.Claimed> claimed(byte[] document) {
        if (document.length == 0) {
            return List.of();
        }
        XmlElement root = S3Xml.parse(document);
        if (!root.name().equals("CompleteMultipartUpload")) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        return root.children("Part").stream().map(CompleteMultipartUpload::claim).toList();
    }

    private static Uploads.Claimed claim(XmlElement part) {
        String number = part.textOf("PartNumber").orElse("");
        if (!number.matches("\\d{1,6}")) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        return new Uploads.Claimed(
                Integer.parseInt(number),
                part.textOf("ETag").orElseThrow(S3Error.MALFORMED_XML::refusal),
                part.children().stream()
                        .filter(element -> element.name().startsWith("Checksum"))
                        .map(CompleteMultipartUpload::sum)
                        .toList());
    }

    private static Upload.Sum sum(XmlElement element) {
        ChecksumAlgorithm algorithm =
                Arrays.stream(ChecksumAlgorithm.values())
                        .filter(each -> each.element().equals(element.name()))
                        .findFirst()
                        .orElseThrow(() ->
                                S3Error.NOT_IMPLEMENTED.because(
                                        "Hydrant does not support %s of a part", element.name()));
        return new Upload.Sum(algorithm, element.text());
    }

    private static long size(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw S3Error.INVALID_REQUEST.because(
                    "Value for x-amz-mp-object-size header is invalid.");
        }
        return Long.parseLong(text);
    }

    private static String location(S3Request request) {
        return "http://"
                + request.header("Host").orElse("localhost")
                + request.raw().head().rawPath();
    }
}
