package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import io.hydrant.core.objectstore.Uploads;
import io.hydrant.server.http.S3Handler.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CompleteMultipartUpload. A repeat whose first answer was lost gets that answer again, for as
/// long as the object is there.
final class CompleteMultipartUpload implements S3Operation {
    private static final int REMEMBERED_MAX = 1000;

    private final S3Store store;
    private final S3Access access;

    /// Uploads that were completed lately, by id. Guarded by itself.
    private final Map<String, ObjectVersion> completed =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ObjectVersion> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    CompleteMultipartUpload(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, "s3:PutObject");
        String id = request.parameter("uploadId").orElse("");
        // A checksum in the headers is the object's, not the one of this document.
        XmlElement root = S3Xml.read(request, "CompleteMultipartUpload");
        ObjectVersion version = complete(request, bucket, id, claimed(root));
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

    private ObjectVersion complete(
            S3Request request, Bucket bucket, String id, List<Uploads.Claimed> claimed)
            throws IOException {
        try {
            Upload upload = store.uploads().get(bucket, request.key(), id);
            ObjectVersion version =
                    store.uploads()
                            .complete(
                                    bucket,
                                    request.key(),
                                    id,
                                    claimed,
                                    whole(request, upload),
                                    WriteConditions.of(request));
            synchronized (completed) {
                completed.put(id, version);
            }
            return version;
        } catch (ServiceException refusal) {
            synchronized (completed) {
                ObjectVersion before = completed.get(id);
                if (refusal.code().equals("NoSuchUpload")
                        && before != null
                        && before.key().equals(request.key())) {
                    return before;
                }
            }
            throw refusal;
        }
    }

    private static Uploads.Whole whole(S3Request request, Upload upload) {
        return new Uploads.Whole(
                request.header("x-amz-mp-object-size").map(CompleteMultipartUpload::size),
                request.header(upload.algorithm().header()));
    }

    private static List<Uploads.Claimed> claimed(XmlElement root) {
        return root.children("Part").stream().map(CompleteMultipartUpload::claim).toList();
    }

    private static Uploads.Claimed claim(XmlElement part) {
        String number = part.textOf("PartNumber").orElse("");
        if (!number.matches("\\d{1,6}")) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        Optional<String> checksum =
                Arrays.stream(ChecksumAlgorithm.values())
                        .flatMap(algorithm -> part.textOf(algorithm.element()).stream())
                        .findFirst();
        return new Uploads.Claimed(
                Integer.parseInt(number),
                part.textOf("ETag").orElseThrow(S3Error.MALFORMED_XML::refusal),
                checksum);
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
