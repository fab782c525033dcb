package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.BlobWriter;
import io.hydrant.core.objectstore.ChecksumAlgorithm;
import io.hydrant.core.objectstore.ObjectChecksum;
import io.hydrant.core.objectstore.ObjectSealing;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes a request's body and holds it against what the client said of it: Content-MD5 and one
/// `x-amz-checksum-…`, in a header or in a trailer. Nothing that is wrong is kept.
record BodyChecks(Optional<byte[]> md5, Optional<AnnouncedChecksum> announced) {
    /// A thousand keys to delete, each of 1,024 bytes and all escaped, with room to spare.
    private static final int DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;

    /// What one PUT may carry: 5 GiB. A larger object is uploaded in parts.
    static final long PUT_BYTES_MAX = 5L * 1024 * 1024 * 1024;

    private static final int PIECE_BYTES = 16 * 1024;

    /// @throws ServiceException when what the client says is malformed
    static BodyChecks of(S3Request request) {
        return new BodyChecks(
                request.header("Content-MD5").map(BodyChecks::decodedMd5),
                AnnouncedChecksum.of(request));
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

    /// Writes the body, encrypted if the object is to be, digested also with `wanted` and with what
    /// the blob says of itself behind it, and verifies it.
    BlobWriter.Written receive(
            S3Request request,
            S3Store store,
            ObjectSealing sealing,
            ChecksumAlgorithm wanted,
            BlobWriter.Description description)
            throws IOException {
        checkAnnouncedLength(request);
        List<ChecksumAlgorithm> algorithms = new ArrayList<>(List.of(wanted));
        announced.ifPresent(each -> algorithms.add(each.algorithm()));
        try (BlobWriter writer = store.write(algorithms, sealing);
                InputStream body = request.raw().body()) {
            transfer(body, writer);
            checkLength(request, writer.size());
            BlobWriter.Written written = writer.finish(description);
            try {
                verify(request, written);
            } catch (ServiceException wrong) {
                store.discard(written);
                throw wrong;
            }
            return written;
        }
    }

    /// A body without a length ends at once; one that was forgotten would be stored as nothing.
    private static void checkAnnouncedLength(S3Request request) {
        OptionalLong length = request.raw().decodedLength();
        if (length.isPresent()
                && request.header("Content-Length").isEmpty()
                && request.header("Transfer-Encoding").isEmpty()) {
            throw S3Error.MISSING_CONTENT_LENGTH.refusal();
        }
        if (length.orElse(0) > PUT_BYTES_MAX) {
            throw tooLarge(length.getAsLong());
        }
    }

    private static void transfer(InputStream body, BlobWriter writer) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
            writer.write(piece, 0, count);
            if (writer.size() > PUT_BYTES_MAX) {
                throw tooLarge(writer.size());
            }
        }
    }

    private static ServiceException tooLarge(long size) {
        return S3Error.ENTITY_TOO_LARGE
                .refusal()
                .with("ProposedSize", Long.toString(size))
                .with("MaxSizeAllowed", Long.toString(PUT_BYTES_MAX));
    }

    private static void checkLength(S3Request request, long size) {
        if (request.raw().decodedLength().orElse(size) != size) {
            throw S3Error.INCOMPLETE_BODY.refusal();
        }
    }

    private void verify(S3Request request, BlobWriter.Written written) {
        checkMd5(written.md5().orElseThrow());
        announced.ifPresent(sum -> sum.check(request, written.checksum(sum.algorithm())));
    }

    private void checkMd5(byte[] calculated) {
        if (md5.isPresent() && !MessageDigest.isEqual(md5.get(), calculated)) {
            throw S3Error.BAD_DIGEST
                    .refusal()
                    .with("ExpectedDigest", Base64.getEncoder().encodeToString(md5.get()))
                    .with("CalculatedDigest", Base64.getEncoder().encodeToString(calculated));
        }
    }

    /// What is stored with the object: the client's checksum, else a CRC64NVME of our own.
    ObjectChecksum kept(BlobWriter.Written written) {
        ChecksumAlgorithm algorithm =
                announced.map(AnnouncedChecksum::algorithm).orElse(ChecksumAlgorithm.CRC64NVME);
        return new ObjectChecksum(
                algorithm, ObjectChecksum.Type.FULL_OBJECT, written.checksum(algorithm));
    }

    /// A document of configuration: read whole and verified.
    static byte[] read(S3Request request) throws IOException {
        return of(request).document(request);
    }

    /// As [#read], of a document whose request has a checksum of something else.
    static byte[] readWithoutChecksum(S3Request request) throws IOException {
        return new BodyChecks(
                        request.header("Content-MD5").map(BodyChecks::decodedMd5), Optional.empty())
                .document(request);
    }

    /// As [#read], of a document that S3 takes only with a digest of it.
    static byte[] readDigested(S3Request request) throws IOException {
        BodyChecks checks = of(request);
        if (checks.md5.isEmpty() && checks.announced.isEmpty()) {
            throw S3Error.INVALID_REQUEST.because(
                    "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        return checks.document(request);
    }

    private byte[] document(S3Request request) throws IOException {
        byte[] body = bytes(request);
        verifyDocument(request, body);
        return body;
    }

    /// A body of which nothing is announced but what the signature vouches for.
    static byte[] bytes(S3Request request) throws IOException {
        return request.raw().documents().read(DOCUMENT_BYTES_MAX);
    }

    private void verifyDocument(S3Request request, byte[] body) {
        checkMd5(ChecksumAlgorithm.digest("MD5").digest(body));
        announced.ifPresent(sum -> sum.check(request, sum.algorithm().of(body)));
    }
}
