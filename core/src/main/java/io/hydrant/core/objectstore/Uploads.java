package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /// A part as the client lists it at the end, with the checksums that it says it has.
    public record Claimed(int number, String etag, List<Upload.Sum> checksums) {
        public Claimed {
            checksums = List.copyOf(checksums);
        }
    }

    /// What the client says of the whole object when it completes the upload, if it does.
    public record Whole(
            Optional<Long> size,
            Optional<Upload.Sum> checksum,
            Optional<ObjectChecksum.Type> type) {}

    /// A stored upload: what is not in columns.
    private record Stored(ObjectDetails details, Optional<Upload.Sums> checksum) {}

    private final Index index;
    private final Objects objects;
    private final VersionNumbers numbers;
    private final InstantSource clock;
    private final RandomGenerator random;

    Uploads(
            Index index,
            Objects objects,
            VersionNumbers numbers,
            InstantSource clock,
            RandomGenerator random) {
        this.index = index;
        this.objects = objects;
        this.numbers = numbers;
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
                                "INSERT INTO upload (id, bucket, key, initiated, details, latest)"
                                        + " VALUES (?, ?, ?, ?, ?, ?)",
                                upload.id(),
                                Buckets.current(connection, bucket).id(),
                                Index.bytes(key),
                                upload.initiated().toEpochMilli(),
                                Index.JSON.writeValueAsString(new Stored(details, checksum)),
                                liveNumber(connection, bucket, key)));
        return upload;
    }

    private static long liveNumber(Connection connection, Bucket bucket, String key)
            throws SQLException {
        return Index.latest(connection, bucket, key)
                .filter(version -> !version.marker())
                .map(ObjectVersion::seq)
                .orElse(0L);
    }

    /// @throws ServiceException NoSuchUpload
    public Upload get(Bucket bucket, String key, String id) throws IOException {
        return index.database().read(connection -> existing(connection, bucket, key, id));
    }

    /// The same, if it is under way.
    public Optional<Upload> find(Bucket bucket, String key, String id) throws IOException {
        return index.database().read(connection -> find(connection, bucket, key, id));
    }

    /// Stores a part; one of the same number is replaced.
    ///
    /// @param announced the algorithm of the checksum that came with it
    public Upload.Part put(
            Bucket bucket,
            String key,
            String id,
            int number,
            BlobWriter.Written written,
            Optional<ChecksumAlgorithm> announced)
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
                                now(),
                                announced.map(
                                        each -> new Upload.Sum(each, written.checksum(each))));
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
                "INSERT OR REPLACE INTO part (upload, number, blob, size, etag, checksum, modified,"
                        + " announced) VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, ''))",
                id,
                part.number(),
                part.blob(),
                part.size(),
                part.etag(),
                part.checksum(),
                part.modified().toEpochMilli(),
                part.announced().map(sum -> sum.algorithm() + " " + sum.value()).orElse(""));
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

    /// Makes the object. A refusal leaves the upload as it was; a repeat of what made an object
    /// that is still there is answered with it.
    public ObjectVersion complete(
            Bucket bucket,
            String key,
            String id,
            List<Claimed> claimed,
            Whole whole,
            Precondition precondition)
            throws IOException {
        Completion completion = new Completion(bucket, key, id, claimed, whole);
        Optional<ObjectVersion> made = Optional.empty();
        while (made.isEmpty()) {
            made =
                    switch (index.database().read(completion::plan)) {
                        case Completion.Made before -> Optional.of(before.version());
                        case Completion.ToMake plan -> make(completion, plan, precondition);
                    };
        }
        return made.get();
    }

    /// Empty when a part was replaced meanwhile, or somebody else completed the upload.
    private Optional<ObjectVersion> make(
            Completion completion, Completion.ToMake plan, Precondition precondition)
            throws IOException {
        Bucket bucket = completion.bucket();
        String key = completion.key();
        Manifest manifest =
                numbers.manifest(bucket, key, plan.etag(), plan.details(), plan.segments());
        boolean isMade = false;
        try {
            Optional<ObjectVersion> made =
                    index.change(connection -> {
                        if (!completion.plan(connection).equals(plan)) {
                            return Optional.empty();
                        }
                        ObjectVersion version =
                                objects.insert(
                                        connection,
                                        bucket,
                                        key,
                                        manifest,
                                        plan.since(precondition));
                        completion.remember(connection, version);
                        end(connection, completion.id());
                        return Optional.of(version);
                    });
            isMade = made.isPresent();
            return made;
        } catch (IOException e) {
            isMade = true; // The row may be there: then the start decides.
            throw e;
        } finally {
            if (!isMade) {
                index.blobs().delete(manifest.blob());
            }
        }
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
                                upload.id(), number, written.checksum(upload.algorithm()))),
                Optional.empty());
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

    static List<Upload.Part> parts(Connection connection, String id) throws SQLException {
        return Sql.all(
                connection,
                "SELECT number, blob, size, etag, checksum, modified, announced FROM part WHERE"
                        + " upload = ? ORDER BY number",
                row ->
                        new Upload.Part(
                                row.getInt(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4),
                                row.getString(5),
                                Instant.ofEpochMilli(row.getLong(6)),
                                Optional.ofNullable(row.getString(7)).map(Uploads::sum)),
                id);
    }

    private static Upload.Sum sum(String stored) {
        String[] words = stored.split(" ", -1);
        return new Upload.Sum(ChecksumAlgorithm.valueOf(words[0]), words[1]);
    }

    private static Upload existing(Connection connection, Bucket bucket, String key, String id)
            throws SQLException {
        return find(connection, bucket, key, id).orElseThrow(() -> missing(id));
    }

    static ServiceException missing(String id) {
        return S3Error.NO_SUCH_UPLOAD.refusal().with("UploadId", id);
    }

    static Optional<Upload> find(Connection connection, Bucket bucket, String key, String id)
            throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, key, initiated, details FROM upload WHERE id = ? AND bucket = ? AND key"
                        + " = ?",
                Uploads::read,
                id,
                bucket.id(),
                Index.bytes(key));
    }

    private static Upload read(ResultSet row) throws SQLException {
        Stored stored = Index.JSON.readValue(row.getString(4), Stored.class);
        return new Upload(
                row.getString(1),
                new String(row.getBytes(2), StandardCharsets.UTF_8),
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
                                    "SELECT 1 FROM upload WHERE id = ? AND (bucket <> ? OR key <>"
                                            + " ?)",
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
