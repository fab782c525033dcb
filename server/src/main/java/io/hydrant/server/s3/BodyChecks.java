package io.hydrant.server.s3;

import io.hydrant.core.objectstore.BlobWriter;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Takes a request's body and holds it against what the client said of it: Content-MD5 and one
/// `x-amz-checksum-…`, in a header or in a trailer. Nothing that is wrong is kept.
record BodyChecks(Optional<byte[]> md5, Optional<Announced> announced) {
    /// A thousand keys to delete, each of 1,024 bytes and all escaped, with room to spare.
    private static final int DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;

    /// What one PUT may carry: 5 GiB. A larger object is uploaded in parts.
    private static final long PUT_BYTES_MAX = 5L * 1024 * 1024 * 1024;

    /// A checksum the client sends; its value comes with a trailer when it is empty.
    record Announced(ChecksumAlgorithm algorithm, Optional<String> value) {}

    /// @throws io.hydrant.aws.ServiceException when what the client says is malformed
    static BodyChecks of(S3Request request) {
        return new BodyChecks(
                request.header("Content-MD5").map(BodyChecks::decodedMd5), announced(request));
    }

    private static byte[] decodedMd5(String value) {
        try {
            byte[] md5 = Base64.getDecoder().decode(value.strip());
            if (md5.length == 16) {
                return md5;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below
        }
        throw S3Error.INVALID_DIGEST.refusal().with("Content-MD5", value);
    }

    private static Optional<Announced> announced(S3Request request) {
        List<Announced> all = new ArrayList<>();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            request.header(algorithm.header())
                    .ifPresent(value ->
                            all.add(
                                    new Announced(
                                            algorithm, Optional.of(checked(algorithm, value)))));
        }
        String trailers = request.header("x-amz-trailer").orElse("").toLowerCase(Locale.ROOT);
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (Arrays.asList(trailers.split("\\s*,\\s*", -1)).contains(algorithm.header())) {
                all.add(new Announced(algorithm, Optional.empty()));
            }
        }
        if (all.size() > 1) {
            throw S3Error.INVALID_REQUEST.because(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                            + " allowed.");
        }
        return all.stream().findFirst();
    }

    private static String checked(ChecksumAlgorithm algorithm, String value) {
        try {
            int bytes = Base64.getDecoder().decode(value).length;
            if (bytes == algorithm.lengthBytes()) {
                return value;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below
        }
        throw S3Error.INVALID_REQUEST.because(
                "Value for %s header is invalid.", algorithm.header());
    }

    /// Writes the body, digested also with `wanted` and with what the blob says of itself behind
    /// it, and verifies it.
    BlobWriter.Written receive(
            S3Request request,
            S3Store store,
            ChecksumAlgorithm wanted,
            BlobWriter.Description description)
            throws IOException {
        if (request.raw().decodedLength().orElse(0) > PUT_BYTES_MAX) {
            throw S3Error.ENTITY_TOO_LARGE.refusal();
        }
        List<ChecksumAlgorithm> algorithms = new ArrayList<>(List.of(wanted));
        announced.ifPresent(each -> algorithms.add(each.algorithm()));
        try (BlobWriter writer = store.write(algorithms);
                InputStream body = request.raw().body()) {
            body.transferTo(writer);
            checkLength(request, writer.size());
            BlobWriter.Written written = writer.finish(description);
            try {
                verify(request, written);
            } catch (io.hydrant.aws.ServiceException wrong) {
                store.discard(written);
                throw wrong;
            }
            return written;
        }
    }

    private static void checkLength(S3Request request, long size) {
        if (request.raw().decodedLength().orElse(size) != size) {
            throw S3Error.INCOMPLETE_BODY.refusal();
        }
    }

    private void verify(S3Request request, BlobWriter.Written written) {
        if (md5.isPresent() && !MessageDigest.isEqual(md5.get(), written.md5().orElseThrow())) {
            throw S3Error.BAD_DIGEST.refusal();
        }
        if (announced.isPresent()) {
            Announced sum = announced.get();
            String value = valueOf(sum, request.raw().trailers().get());
            if (!value.equals(written.checksum(sum.algorithm()))) {
                throw mismatch(sum.algorithm());
            }
        }
    }

    /// A trailer that was named must come.
    private static String valueOf(Announced sum, Map<String, String> trailers) {
        return sum.value()
                .or(() -> Optional.ofNullable(trailers.get(sum.algorithm().header())))
                .orElseThrow(() -> mismatch(sum.algorithm()));
    }

    private static io.hydrant.aws.ServiceException mismatch(ChecksumAlgorithm algorithm) {
        return S3Error.BAD_DIGEST.because(
                "The %s you specified did not match the calculated checksum.", algorithm.name());
    }

    /// What is stored with the object: the client's checksum, else a CRC64NVME of our own.
    ObjectChecksum kept(BlobWriter.Written written) {
        ChecksumAlgorithm algorithm =
                announced.map(Announced::algorithm).orElse(ChecksumAlgorithm.CRC64NVME);
        return new ObjectChecksum(
                algorithm, ObjectChecksum.Type.FULL_OBJECT, written.checksum(algorithm));
    }

    /// A document of configuration: read whole and verified.
    static byte[] read(S3Request request) throws IOException {
        BodyChecks checks = of(request);
        byte[] body = request.raw().body().readNBytes(DOCUMENT_BYTES_MAX + 1);
        if (body.length > DOCUMENT_BYTES_MAX) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        checks.verifyDocument(request, body);
        return body;
    }

    private void verifyDocument(S3Request request, byte[] body) {
        if (md5.isPresent()
                && !MessageDigest.isEqual(
                        md5.get(), ChecksumAlgorithm.digest("MD5").digest(body))) {
            throw S3Error.BAD_DIGEST.refusal();
        }
        if (announced.isPresent()) {
            Announced sum = announced.get();
            if (!valueOf(sum, request.raw().trailers().get()).equals(sum.algorithm().of(body))) {
                throw mismatch(sum.algorithm());
            }
        }
    }
}
