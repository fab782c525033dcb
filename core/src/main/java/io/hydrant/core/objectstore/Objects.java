package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Objects and their versions. A change is durable, and visible, when its method returns; of
/// several changes at once each sees the others whole or not at all. Safe for use from many
/// threads.
public final class Objects {
    static final int KEY_BYTES_MAX = 1024;

    /// What a deletion did: nothing visible for an absent key without versioning.
    public record Deleted(Optional<String> versionId, boolean marker) {}

    private final Index index;

    private final InstantSource clock;
    private final RandomGenerator random;

    /// The last version's number. Only the database's writer thread moves it.
    private final AtomicLong seq;

    Objects(Index index, InstantSource clock, RandomGenerator random) throws IOException {
        this.index = index;
        this.clock = clock;
        this.random = random;
        this.seq =
                new AtomicLong(
                        index.database()
                                .read(connection ->
                                        Sql.first(
                                                        connection,
                                                        "SELECT coalesce(max(seq), 0) FROM version",
                                                        row -> row.getLong(1))
                                                .orElse(0L)));
    }

    /// Stores what was written under the key.
    ///
    /// @throws ServiceException when the precondition does not hold; the bytes are deleted then
    public ObjectVersion put(
            Bucket bucket,
            String key,
            BlobWriter.Written written,
            ObjectDetails details,
            Precondition precondition)
            throws IOException {
        try {
            return index.change(connection ->
                    insert(
                            connection,
                            bucket,
                            key,
                            written.etag(),
                            List.of(new ObjectVersion.Segment(written.blob(), written.size())),
                            details,
                            precondition));
        } catch (ServiceException e) {
            // Refused for certain. After an IOException the row may be there: then the sweep at
            // start decides.
            index.blobs().delete(written.blob());
            throw e;
        }
    }

    /// Stores the bytes of an existing version under another key, without copying them.
    public ObjectVersion copy(
            ObjectVersion source,
            Bucket bucket,
            String key,
            ObjectDetails details,
            Precondition precondition)
            throws IOException {
        return index.change(connection -> {
            checkStillThere(connection, source);
            return insert(
                    connection,
                    bucket,
                    key,
                    source.etag(),
                    source.segments(),
                    details,
                    precondition);
        });
    }

    private static void checkStillThere(Connection connection, ObjectVersion source)
            throws SQLException {
        if (Sql.first(
                        connection,
                        "SELECT 1 FROM version WHERE id = ? AND seq = ?",
                        row -> row.getInt(1),
                        source.rowId(),
                        source.seq())
                .isEmpty()) {
            throw S3Error.NO_SUCH_KEY.refusal().with("Key", source.key());
        }
    }

    /// Inside a transaction: the new version becomes the latest.
    ObjectVersion insert(
            Connection connection,
            Bucket asked,
            String key,
            String etag,
            List<ObjectVersion.Segment> segments,
            ObjectDetails details,
            Precondition precondition)
            throws SQLException {
        Bucket bucket = Buckets.current(connection, asked);
        Optional<ObjectVersion> before = Index.latest(connection, bucket, key);
        precondition.check(before, key);
        if (before.isPresent() && bucket.versioning() != Versioning.ENABLED) {
            removeNullVersion(connection, bucket, key);
        }
        long next = seq.incrementAndGet();
        long size = segments.stream().mapToLong(ObjectVersion.Segment::size).sum();
        ObjectVersion version =
                new ObjectVersion(
                        0,
                        key,
                        next,
                        versionId(bucket, next),
                        false,
                        true,
                        size,
                        etag,
                        modified(before),
                        details,
                        segments);
        Index.insert(connection, bucket, before, version);
        return version;
    }

    /// The latest version, or the one of that id; markers are found as well.
    public Optional<ObjectVersion> find(Bucket bucket, String key, Optional<String> versionId)
            throws IOException {
        return index.database()
                .read(connection ->
                        versionId.isPresent()
                                ? Index.version(connection, bucket, key, versionId.get())
                                : Index.latest(connection, bucket, key));
    }

    /// A run of a version's bytes. The version is good for as long as the stream is open, whatever
    /// happens to it.
    ///
    /// @throws NoSuchFileException when it was deleted meanwhile: look it up again
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        List<InputStream> streams = new ArrayList<>();
        long skip = offset;
        long left = length;
        try {
            for (ObjectVersion.Segment segment : version.segments()) {
                if (left > 0 && skip < segment.size()) {
                    long count = Math.min(left, segment.size() - skip);
                    streams.add(index.blobs().read(segment.blob(), skip, count));
                    left -= count;
                    skip = 0;
                } else {
                    skip -= Math.min(skip, segment.size());
                }
            }
        } catch (IOException e) {
            for (InputStream stream : streams) {
                stream.close();
            }
            throw e;
        }
        return streams.size() == 1
                ? streams.getFirst()
                : new SequenceInputStream(Collections.enumeration(streams));
    }

    /// Without a version id: a delete marker where versions are kept, else the object is gone. With
    /// one: that version is gone for good.
    public Deleted delete(
            Bucket asked, String key, Optional<String> versionId, Precondition precondition)
            throws IOException {
        return index.change(connection -> {
            Bucket bucket = Buckets.current(connection, asked);
            if (!(precondition instanceof Precondition.None)) {
                precondition.check(Index.latest(connection, bucket, key), key);
            }
            return versionId.isPresent()
                    ? deleteVersion(connection, bucket, key, versionId.get())
                    : deleteLatest(connection, bucket, key);
        });
    }

    private Deleted deleteVersion(
            Connection connection, Bucket bucket, String key, String versionId)
            throws SQLException {
        Optional<ObjectVersion> version = Index.version(connection, bucket, key, versionId);
        if (version.isPresent()) {
            Index.remove(connection, bucket, version.get());
        }
        return new Deleted(
                Optional.of(versionId), version.map(ObjectVersion::marker).orElse(false));
    }

    private Deleted deleteLatest(Connection connection, Bucket bucket, String key)
            throws SQLException {
        Optional<ObjectVersion> before = Index.latest(connection, bucket, key);
        if (bucket.versioning() != Versioning.ENABLED) {
            removeNullVersion(connection, bucket, key);
        }
        if (!bucket.wasVersioned()) {
            return new Deleted(Optional.empty(), false);
        }
        long next = seq.incrementAndGet();
        String id = versionId(bucket, next);
        Index.insert(
                connection,
                bucket,
                before,
                new ObjectVersion(
                        0,
                        key,
                        next,
                        id,
                        true,
                        true,
                        0,
                        "",
                        modified(before),
                        ObjectDetails.none(),
                        List.of()));
        return new Deleted(Optional.of(id), true);
    }

    public void setTags(
            Bucket bucket,
            String key,
            ObjectVersion version,
            java.util.SortedMap<String, String> tags)
            throws IOException {
        index.database()
                .write(connection -> {
                    ObjectVersion now =
                            Index.version(connection, bucket, key, version.versionId())
                                    .orElseThrow(
                                            () -> S3Error.NO_SUCH_KEY.refusal().with("Key", key));
                    Index.setDetails(connection, now, now.details().withTags(tags));
                    return true;
                });
    }

    private static void removeNullVersion(Connection connection, Bucket bucket, String key)
            throws SQLException {
        Optional<ObjectVersion> old =
                Index.version(connection, bucket, key, ObjectVersion.NULL_VERSION);
        if (old.isPresent()) {
            Index.remove(connection, bucket, old.get());
        }
    }

    private String versionId(Bucket bucket, long number) {
        if (bucket.versioning() != Versioning.ENABLED) {
            return ObjectVersion.NULL_VERSION;
        }
        synchronized (random) {
            return VersionId.of(number, random.nextLong());
        }
    }

    /// Never before the version that was there, also when the clock is set back.
    private Instant modified(Optional<ObjectVersion> before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return before.map(ObjectVersion::modified).filter(old -> old.isAfter(now)).orElse(now);
    }

    /// @throws ServiceException KeyTooLongError
    public static void checkKey(String key) {
        int length = Index.bytes(key).length;
        if (length > KEY_BYTES_MAX) {
            throw S3Error.KEY_TOO_LONG
                    .refusal()
                    .with("Size", Integer.toString(length))
                    .with("MaxSizeAllowed", Integer.toString(KEY_BYTES_MAX));
        }
    }
}
