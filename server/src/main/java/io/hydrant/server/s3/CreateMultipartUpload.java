package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectChecksum.Type;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.Upload;
import io.hydrant.server.http.protocol.S3Handler.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// CreateMultipartUpload.
final class CreateMultipartUpload implements S3Operation {
    private final S3Store store;
    private final S3Access access;

    CreateMultipartUpload(S3Store store, S3Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public void answer(S3Request request, Response response) throws IOException {
        Bucket bucket = access.requirePut(request, RequestKeys.NONE);
        BodyChecks.bytes(request);
        Optional<Upload.Sums> sums = sums(request);
        ObjectDetails details =
                new ObjectEncryption(store)
                        .ofNew(request, bucket, ObjectHeaders.read(request))
                        .details();
        Upload upload = store.uploads().create(bucket, request.key(), details, sums);
        XmlWriter xml =
                S3Xml.document("InitiateMultipartUploadResult")
                        .element("Bucket", bucket.name())
                        .element("Key", request.key())
                        .element("UploadId", upload.id());
        Map<String, String> headers = new LinkedHashMap<>(EncryptionHeaders.shown(details));
        headers.putAll(EncryptionHeaders.asked(details));
        headers.putAll(CustomerKey.shown(request));
        sums.ifPresent(each -> {
            headers.put("x-amz-checksum-algorithm", each.algorithm().name());
            headers.put("x-amz-checksum-type", each.type().name());
        });
        S3Xml.send(response, xml.end(), headers);
    }

    private static Optional<Upload.Sums> sums(S3Request request) {
        Optional<ChecksumAlgorithm> algorithm = ObjectHeaders.checksumAlgorithm(request);
        Optional<String> type = request.header("x-amz-checksum-type");
        if (algorithm.isEmpty() && type.isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The x-amz-checksum-type header can only be used with the"
                            + " x-amz-checksum-algorithm header.");
        }
        return algorithm.map(each -> new Upload.Sums(each, type(each, type)));
    }

    private static Type type(ChecksumAlgorithm algorithm, Optional<String> asked) {
        Type usual = algorithm == ChecksumAlgorithm.CRC64NVME ? Type.FULL_OBJECT : Type.COMPOSITE;
        if (asked.isEmpty()) {
            return usual;
        }
        boolean full = asked.get().equals(Type.FULL_OBJECT.name());
        boolean composite = asked.get().equals(Type.COMPOSITE.name());
        boolean possible =
                full ? algorithm.isCrc() : composite && algorithm != ChecksumAlgorithm.CRC64NVME;
        if (!possible) {
            throw S3Error.INVALID_REQUEST.because(
                    "The %s checksum type cannot be used with the %s checksum algorithm.",
                    asked.get(), algorithm.name().toLowerCase(Locale.ROOT));
        }
        return full ? Type.FULL_OBJECT : Type.COMPOSITE;
    }
}
