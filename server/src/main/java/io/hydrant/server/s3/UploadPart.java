package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.BlobWriter;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ObjectSealing;
import io.hydrant.core.objectstore.ObjectSecret;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import io.hydrant.core.objectstore.Uploads;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// UploadPart and, when the request names a source, UploadPartCopy.
final class UploadPart implements S3Operation {
    private static final Pattern SOURCE_RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

    private final S3Store store;
    private final S3Access access;

    UploadPart(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requireOnObject(request, "s3:PutObject");
        int number = number(request);
        String id = request.parameter("uploadId").orElse("");
        Upload upload = store.uploads().get(bucket, request.key(), id);
        if (request.header("x-amz-copy-source").isPresent()) {
            copy(request, response, bucket, upload, number);
        } else {
            receive(request, response, bucket, upload, number);
        }
    }

    private void receive(
            S3Request request, Response response, Bucket bucket, Upload upload, int number)
            throws IOException {
        BodyChecks checks = BodyChecks.of(request);
        if (upload.checksum().isPresent()
                && checks.announced().isPresent()
                && checks.announced().get().algorithm() != upload.algorithm()) {
            throw S3Error.INVALID_REQUEST.because(
                    "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum"
                            + " Type: %s",
                    lower(upload.algorithm().name()),
                    lower(checks.announced().get().algorithm().name()));
        }
        BlobWriter.Written written =
                checks.receive(
                        request,
                        store,
                        new ObjectEncryption(store).ofPart(request, upload),
                        upload.algorithm(),
                        sums -> store.uploads().described(bucket, upload, number, sums));
        Upload.Part part =
                store.uploads()
                        .put(
                                bucket,
                                request.key(),
                                upload.id(),
                                number,
                                written,
                                checks.announced().map(AnnouncedChecksum::algorithm));
        Map<String, String> headers =
                new LinkedHashMap<>(EncryptionHeaders.shown(upload.details()));
        headers.putAll(CustomerKey.shown(request));
        headers.put("ETag", "\"" + part.etag() + "\"");
        checks.announced()
                .ifPresent(sum ->
                        headers.put(sum.algorithm().header(), written.checksum(sum.algorithm())));
        response.send(200, headers);
    }

    private void copy(
            S3Request request, Response response, Bucket bucket, Upload upload, int number)
            throws IOException {
        CopySource source = CopySource.of(request);
        Copied copied =
                ObjectLookup.untilFound(() -> {
                    ObjectVersion from = source.find(request, store, access);
                    return new Copied(from, copied(request, bucket, upload, number, from));
                });
        Upload.Part part = copied.part();
        XmlWriter xml =
                S3Xml.document("CopyPartResult")
                        .element("LastModified", S3Xml.listTime(part.modified()))
                        .element("ETag", "\"" + part.etag() + "\"");
        if (upload.checksum().isPresent()) {
            xml.element(upload.algorithm().element(), part.checksum());
        }
        Map<String, String> headers =
                new LinkedHashMap<>(EncryptionHeaders.shown(upload.details()));
        headers.putAll(CustomerKey.shown(request));
        source.addVersion(headers, copied.from(), store);
        S3Xml.send(response, xml.end(), headers);
    }

    private record Copied(ObjectVersion from, Upload.Part part) {}

    private Upload.Part copied(
            S3Request request, Bucket bucket, Upload upload, int number, ObjectVersion from)
            throws IOException {
        ByteRange range = sourceRange(request, from);
        CopySource.checkSize(range.length());
        ObjectEncryption encryption = new ObjectEncryption(store);
        Optional<ObjectSecret> secret = encryption.toCopy(request, from);
        ObjectSealing sealing = sealing(encryption.ofPart(request, upload), from);
        try (InputStream bytes =
                        store.objects().read(from, range.offset(), range.length(), secret);
                BlobWriter writer = store.write(List.of(upload.algorithm()), sealing)) {
            bytes.transferTo(writer);
            BlobWriter.Written written =
                    writer.finish(sums -> store.uploads().described(bucket, upload, number, sums));
            return store.uploads()
                    .put(bucket, request.key(), upload.id(), number, written, Optional.empty());
        }
    }

    /// What was encrypted is so in a copy, too.
    private static ObjectSealing sealing(ObjectSealing ofUpload, ObjectVersion from) {
        return from.isEncrypted() && ofUpload.secret().isEmpty()
                ? ObjectSealing.of(ofUpload.details().sealed())
                : ofUpload;
    }

    private static ByteRange sourceRange(S3Request request, ObjectVersion source) {
        Optional<String> header = request.header("x-amz-copy-source-range");
        if (header.isEmpty()) {
            return new ByteRange(0, source.size());
        }
        Matcher range = SOURCE_RANGE.matcher(header.get());
        if (!range.matches() || Long.parseLong(range.group(1)) > Long.parseLong(range.group(2))) {
            throw invalidRange(
                    header.get(),
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where"
                            + " first and last are the zero-based offsets of the first and last"
                            + " bytes to copy");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (first >= source.size()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The specified copy range is invalid for the source object size");
        }
        if (last >= source.size()) {
            throw invalidRange(
                    header.get(),
                    "Range specified is not valid for source object of size: " + source.size());
        }
        return new ByteRange(first, last - first + 1);
    }

    private static ServiceException invalidRange(String range, String text) {
        return S3Error.INVALID_ARGUMENT
                .because("%s", text)
                .with("ArgumentName", "x-amz-copy-source-range")
                .with("ArgumentValue", range);
    }

    private static int number(S3Request request) {
        String text = request.parameter("partNumber").orElse("");
        boolean valid =
                text.matches("\\d{1,6}")
                        && Integer.parseInt(text) >= 1
                        && Integer.parseInt(text) <= Uploads.PART_NUMBER_MAX;
        if (!valid) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Part number must be an integer between 1 and 10000, inclusive")
                    .with("ArgumentName", "partNumber")
                    .with("ArgumentValue", text);
        }
        return Integer.parseInt(text);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
