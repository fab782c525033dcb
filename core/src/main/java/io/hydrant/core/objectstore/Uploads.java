package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Uploads in parts. A part is a blob; the finished object is its parts in order, so that
/// completing is one transaction and copies nothing. Durable before it answers; safe for use from
/// many threads.
public final class Uploads {
    public static final int PART_NUMBER_MAX = 10_000;

    /// What all parts but the last have at least.
    public static final long PART_BYTES_MIN = 5L * 1024 * 1024;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    /// A part as the client lists it at the end. `checksum` is what the client says it is, if it
    /// does.
    public record Claimed(int number, String etag, Optional<String> checksum) {}

    /// What the client says of the whole object when it completes the upload, if it does.
    /// `checksum` is base64.
    public record Whole(Optional<Long> size, Optional<String> checksum) {}

    /// A stored upload: what is not in columns.
    private record Stored(ObjectDetails details, Optional<Upload.Sums> checksum) {}

    private final Index index;
    private final Objects objects;
    private final InstantSource clock;
    private final RandomGenerator random;

    Uploads(Index index, Objects objects, InstantSource clock, RandomGenerator random) {
        this.index = index;
        this.objects = objects;
        this.clock = clock;
        this.random = random;
    }

    public Upload create(
            Bucket bucket, String key, ObjectDetails details, Optional<Upload.Sums> checksum)
            throws IOException {
        Instant began = now();
        Upload upload = new Upload(newId(began), key, began, details, checksum);
        index.database()
                .write(connection ->
                        Sql.update(
                                connection,
                                "INSERT INTO upload (id, bucket, key, initiated, details) VALUES (?, ?, ?, ?, ?)",
                                upload.id(),
                                Buckets.current(connection, bucket).id(),
                                Index.bytes(key),
                                upload.initiated().toEpochMilli(),
                                Index.JSON.writeValueAsString(new Stored(details, checksum))));
        return upload;
    }

    /// @throws ServiceException NoSuchUpload
    public Upload get(Bucket bucket, String key, String id) throws IOException {
        return index.database().read(connection -> existing(connection, bucket, key, id));
    }

    /// Stores a part; one of the same number is replaced.
    public Upload.Part put(
            Bucket bucket, String key, String id, int number, BlobWriter.Written written)
            throws IOException {
        try {
            return index.change(connection -> {
                Upload upload = existing(connection, bucket, key, id);
                Upload.Part part =
                        new Upload.Part(
                                number,
                                written.blob(),
                                written.size(),
                                written.etag(),
                                written.checksum(upload.algorithm()),
                                now());
                replace(connection, id, part);
                return part;
            });
        } catch (ServiceException e) {
            index.blobs().delete(written.blob());
            throw e;
        }
    }

    private static void replace(Connection connection, String id, Upload.Part part)
            throws SQLException {
        Optional<String> old =
                Sql.first(
                        connection,
                        "SELECT blob FROM part WHERE upload = ? AND number = ?",
                        row -> row.getString(1),
                        id,
                        part.number());
        if (old.isPresent()) {
            Index.release(connection, old.get());
        }
        Sql.update(
                connection,
                "INSERT OR REPLACE INTO part (upload, number, blob, size, etag, checksum, modified)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                part.number(),
                part.blob(),
                part.size(),
                part.etag(),
                part.checksum(),
                part.modified().toEpochMilli());
        Index.refer(connection, part.blob());
    }

    /// In order of their numbers.
    public List<Upload.Part> parts(Bucket bucket, String key, String id) throws IOException {
        return index.database()
                .read(connection -> {
                    existing(connection, bucket, key, id);
                    return parts(connection, id);
                });
    }

    /// Makes the object. A refusal leaves the upload as it was.
    public ObjectVersion complete(
            Bucket bucket,
            String key,
            String id,
            List<Claimed> claimed,
            Whole whole,
            Precondition precondition)
            throws IOException {
        Optional<ObjectVersion> made = Optional.empty();
        while (made.isEmpty()) {
            Planned plan =
                    index.database()
                            .read(connection ->
                                    planned(connection, bucket, key, id, claimed, whole));
            Manifest manifest =
                    objects.manifest(bucket, key, plan.etag(), plan.details(), plan.segments());
            boolean isMade = false;
            try {
                made =
                        index.change(connection -> {
                            if (!planned(connection, bucket, key, id, claimed, whole)
                                    .equals(plan)) {
                                return Optional.empty(); // A part was replaced meanwhile.
                            }
                            ObjectVersion version =
                                    objects.insert(connection, bucket, key, manifest, precondition);
                            end(connection, id);
                            return Optional.of(version);
                        });
                isMade = made.isPresent();
            } catch (IOException e) {
                isMade = true; // The row may be there: then the start decides.
                throw e;
            } finally {
                if (!isMade) {
                    index.blobs().delete(manifest.blob());
                }
            }
        }
        return made.get();
    }

    /// What the object would be.
    private record Planned(
            String etag, ObjectDetails details, List<ObjectVersion.Segment> segments) {}

    private static Planned planned(
            Connection connection,
            Bucket bucket,
            String key,
            String id,
            List<Claimed> claimed,
            Whole whole)
            throws SQLException {
        Upload upload = existing(connection, bucket, key, id);
        List<Upload.Part> chosen = new PartsCheck(upload, parts(connection, id)).chosen(claimed);
        checkSize(chosen, whole.size());
        PartSums sums = new PartSums(upload, chosen);
        checkSum(sums.checksum(), whole.checksum());
        return new Planned(
                sums.etag(),
                upload.details()
                        .withParts(
                                chosen.stream().map(Upload.Part::size).toList(),
                                Optional.of(sums.checksum())),
                chosen.stream()
                        .map(part -> new ObjectVersion.Segment(part.blob(), part.size()))
                        .toList());
    }

    /// What the blob of a part says of it that is about to be put: to be written behind its bytes.
    public BlobDescription described(
            Bucket bucket, Upload upload, int number, BlobWriter.Written written) {
        return new BlobDescription(
                BlobDescription.Kind.PART,
                bucket.name(),
                upload.key(),
                0,
                "",
                now().toEpochMilli(),
                index.database().commits(),
                written.etag(),
                ObjectDetails.none(),
                List.of(),
                Optional.of(
                        new BlobDescription.Part(
                                upload.id(), number, written.checksum(upload.algorithm()))));
    }

    private static void checkSize(List<Upload.Part> parts, Optional<Long> announced) {
        long size = parts.stream().mapToLong(Upload.Part::size).sum();
        if (announced.isPresent() && announced.get() != size) {
            throw S3Error.INVALID_REQUEST.because(
                    "The provided 'x-amz-mp-object-size' header value %d does not match what was"
                            + " computed: %d",
                    announced.get(), size);
        }
    }

    private static void checkSum(ObjectChecksum computed, Optional<String> announced) {
        if (announced.filter(value -> !value.equals(computed.value())).isPresent()) {
            throw S3Error.BAD_DIGEST.because(
                    "The %s you specified did not match the calculated checksum.",
                    computed.algorithm().name());
        }
    }

    public void abort(Bucket bucket, String key, String id) throws IOException {
        index.change(connection -> {
            existing(connection, bucket, key, id);
            end(connection, id);
            return true;
        });
    }

    /// Forgets the upload and its parts; blobs that became an object's live on.
    private static void end(Connection connection, String id) throws SQLException {
        for (Upload.Part part : parts(connection, id)) {
            Index.release(connection, part.blob());
        }
        Sql.update(connection, "DELETE FROM part WHERE upload = ?", id);
        Sql.update(connection, "DELETE FROM upload WHERE id = ?", id);
    }

    private static List<Upload.Part> parts(Connection connection, String id) throws SQLException {
        return Sql.all(
                connection,
                "SELECT number, blob, size, etag, checksum, modified FROM part WHERE upload = ? ORDER BY number",
                row ->
                        new Upload.Part(
                                row.getInt(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4),
                                row.getString(5),
                                Instant.ofEpochMilli(row.getLong(6))),
                id);
    }

    private static Upload existing(Connection connection, Bucket bucket, String key, String id)
            throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT id, key, initiated, details FROM upload WHERE id = ? AND bucket = ? AND key = ?",
                        Uploads::read,
                        id,
                        bucket.id(),
                        Index.bytes(key))
                .orElseThrow(() -> S3Error.NO_SUCH_UPLOAD.refusal().with("UploadId", id));
    }

    private static Upload read(ResultSet row) throws SQLException {
        Stored stored = Index.JSON.readValue(row.getString(4), Stored.class);
        return new Upload(
                row.getString(1),
                new String(row.getBytes(2), java.nio.charset.StandardCharsets.UTF_8),
                Instant.ofEpochMilli(row.getLong(3)),
                stored.details(),
                stored.checksum());
    }

    /// The time in front lets ids sort as uploads began, which is how they are listed.
    private String newId(Instant began) {
        StringBuilder id = new StringBuilder("%016x".formatted(began.toEpochMilli()));
        synchronized (random) {
            for (int i = 0; i < 3; i++) {
                id.append("%016x".formatted(random.nextLong()));
            }
        }
        return id.toString();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// A bucket's uploads, which are marked by their ids.
    record UnderWay(Bucket bucket) implements Rows<Upload, String> {
        private static final String SELECT = "SELECT id, key, initiated, details FROM upload";

        @Override
        public List<Upload> from(Connection connection, byte[] first, byte[] end, int limit)
                throws SQLException {
            return Sql.all(
                    connection,
                    SELECT
                            + " WHERE bucket = ? AND key >= ? AND key < ?"
                            + " ORDER BY key, id LIMIT ?",
                    Uploads::read,
                    bucket.id(),
                    first,
                    end,
                    limit);
        }

        @Override
        public List<Upload> behind(Connection connection, byte[] key, String mark, int limit)
                throws SQLException {
            return Sql.all(
                    connection,
                    SELECT + " WHERE bucket = ? AND key = ? AND id > ? ORDER BY id LIMIT ?",
                    Uploads::read,
                    bucket.id(),
                    key,
                    mark,
                    limit);
        }

        @Override
        public String key(Upload row) {
            return row.key();
        }

        @Override
        public String mark(Upload row) {
            return row.id();
        }

        @Override
        public Optional<String> id(Upload row) {
            return Optional.of(row.id());
        }

        /// An upload that has ended since keeps its place; one of another key never had one here.
        @Override
        public Optional<String> mark(Connection connection, String key, String id)
                throws SQLException {
            boolean elsewhere =
                    Sql.first(
                                    connection,
                                    "SELECT 1 FROM upload WHERE id = ? AND (bucket <> ? OR key <> ?)",
                                    row -> row.getInt(1),
                                    id,
                                    bucket.id(),
                                    Index.bytes(key))
                            .isPresent();
            if (elsewhere || !ID.matcher(id).matches()) {
                throw S3Error.INVALID_ARGUMENT
                        .because("Invalid uploadId marker")
                        .with("ArgumentName", "upload-id-marker")
                        .with("ArgumentValue", id);
            }
            return Optional.of(id);
        }
    }
}
