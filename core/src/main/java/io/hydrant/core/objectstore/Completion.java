package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The end of an upload in parts, as its client asks for it. The version that it makes remembers by
/// which upload and which list of parts it was made, so that a repeat, whose first answer was lost,
/// is known for as long as the version is there, in its bucket, under its key and with its parts.
record Completion(
        Bucket bucket, String key, String id, List<Uploads.Claimed> claimed, Uploads.Whole whole) {

    /// What is to be done.
    sealed interface Plan {}

    /// Nothing: this is a repeat.
    record Made(ObjectVersion version) implements Plan {}

    /// What the object would be.
    ///
    /// @param latest the number of the version that was the latest when the upload began, 0 for
    ///   none; absent when that is not known
    record ToMake(
            Upload upload,
            Optional<Long> latest,
            String etag,
            ObjectDetails details,
            List<ObjectVersion.Segment> segments)
            implements Plan {

        /// The precondition, which must have held since the upload began.
        Precondition since(Precondition precondition) {
            return new Precondition.SinceUpload(precondition, upload.initiated(), latest);
        }
    }

    /// @throws ServiceException NoSuchUpload, or when the upload cannot be completed so
    Plan plan(Connection connection) throws SQLException {
        Optional<Upload> upload = Uploads.find(connection, bucket, key, id);
        return upload.isPresent() ? toMake(connection, upload.get()) : new Made(made(connection));
    }

    private ToMake toMake(Connection connection, Upload upload) throws SQLException {
        List<Upload.Part> chosen =
                new PartsCheck(upload, Uploads.parts(connection, id)).chosen(claimed);
        PartSums sums = new PartSums(upload, chosen);
        checkSize(chosen.stream().mapToLong(Upload.Part::size).sum());
        checkSum(sums.checksum());
        Optional<Long> latest =
                Sql.first(
                        connection,
                        "SELECT latest FROM upload WHERE id = ? AND latest IS NOT NULL",
                        row -> row.getLong(1),
                        id);
        return new ToMake(
                upload,
                latest,
                sums.etag(),
                upload.details().withParts(chosen, sums.checksum()),
                chosen.stream()
                        .map(part -> new ObjectVersion.Segment(part.blob(), part.size()))
                        .toList());
    }

    private ObjectVersion made(Connection connection) throws SQLException {
        ObjectVersion version =
                Index.many(
                                connection,
                                "upload = ? AND bucket = ? AND key = ? AND upload_parts = ?",
                                id,
                                bucket.id(),
                                Index.bytes(key),
                                digestOfParts())
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> Uploads.missing(id));
        checkSize(version.size());
        version.details().checksum().ifPresent(this::checkSum);
        return version;
    }

    /// Inside the transaction that made the version.
    void remember(Connection connection, ObjectVersion version) throws SQLException {
        Sql.update(
                connection,
                "UPDATE version SET upload = ?, upload_parts = ? WHERE id = ?",
                id,
                digestOfParts(),
                version.rowId());
    }

    private String digestOfParts() {
        MessageDigest digest = ChecksumAlgorithm.digest("SHA-256");
        for (Uploads.Claimed part : claimed) {
            String line = part.number() + " " + part.etag().replace("\"", "") + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void checkSize(long computed) {
        if (whole.size().isPresent() && whole.size().get() != computed) {
            throw S3Error.INVALID_REQUEST.because(
                    "The provided 'x-amz-mp-object-size' header value %d does not match what was"
                            + " computed: %d",
                    whole.size().get(), computed);
        }
    }

    private void checkSum(ObjectChecksum computed) {
        if (whole.type().filter(type -> type != computed.type()).isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The upload was created using the %s checksum mode. The complete request must"
                            + " use the same checksum mode.",
                    computed.type());
        }
        whole.checksum().ifPresent(said -> compare(said, computed));
    }

    private static void compare(Upload.Sum said, ObjectChecksum computed) {
        if (said.algorithm() != computed.algorithm()) {
            throw S3Error.INVALID_REQUEST.because(
                    "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum"
                            + " Type: %s",
                    lower(computed.algorithm()), lower(said.algorithm()));
        }
        boolean same =
                said.value().equals(computed.value())
                        || said.value().equals(computed.withoutCount());
        if (!same) {
            throw S3Error.BAD_DIGEST.because(
                    "The %s you specified did not match the calculated checksum.",
                    computed.algorithm());
        }
    }

    private static String lower(ChecksumAlgorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT);
    }
}
