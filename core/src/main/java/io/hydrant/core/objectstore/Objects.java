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

    /// The last version's number.
    private final AtomicLong seq;

    /// @param seqSeen a version's number that was given before, though the index may not know it
    Objects(Index index, InstantSource clock, RandomGenerator random, long seqSeen)
            throws IOException {
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
                                                        row -> Math.max(row.getLong(1), seqSeen))
                                                .orElse(seqSeen)));
    }

    /// What the blob of an object says of it that is about to be put: to be written behind its
    /// bytes.
    public BlobDescription described(
            Bucket bucket, String key, BlobWriter.Written written, ObjectDetails details) {
        return described(
                BlobDescription.Kind.OBJECT, bucket, key, written.etag(), details, List.of());
    }

    private BlobDescription described(
            BlobDescription.Kind kind,
            Bucket bucket,
            String key,
            String etag,
            ObjectDetails details,
            List<ObjectVersion.Segment> segments) {
        long next = seq.incrementAndGet();
        return new BlobDescription(
                kind,
                bucket.name(),
                key,
                next,
                versionId(bucket, next),
                now().toEpochMilli(),
                index.database().commits(),
                etag,
                details,
                segments,
                Optional.empty());
    }

    /// A blob that says that a version's bytes are those of other blobs.
    Manifest manifest(
            Bucket bucket,
            String key,
            String etag,
            ObjectDetails details,
            List<ObjectVersion.Segment> segments)
            throws IOException {
        BlobDescription description =
                described(BlobDescription.Kind.MANIFEST, bucket, key, etag, details, segments);
        return new Manifest(description, index.blobs().say(description));
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
                            precondition,
                            written.description()));
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
        Manifest manifest = manifest(bucket, key, source.etag(), details, source.withBytes());
        try {
            return index.change(connection -> {
                checkStillThere(connection, source);
                return insert(connection, bucket, key, manifest, precondition);
            });
        } catch (ServiceException e) {
            index.blobs().delete(manifest.blob());
            throw e;
        }
    }

    /// Inside a transaction: the new version, of other blobs' bytes, becomes the latest.
    ObjectVersion insert(
            Connection connection,
            Bucket bucket,
            String key,
            Manifest manifest,
            Precondition precondition)
            throws SQLException {
        return insert(
                connection,
                bucket,
                key,
                manifest.description().etag(),
                manifest.allSegments(),
                manifest.description().details(),
                precondition,
                Optional.of(manifest.description()));
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

    /// Inside a transaction: the new version becomes the latest, as its blob says unless something
    /// else came between.
    private ObjectVersion insert(
            Connection connection,
            Bucket asked,
            String key,
            String etag,
            List<ObjectVersion.Segment> segments,
            ObjectDetails details,
            Precondition precondition,
            Optional<BlobDescription> said)
            throws SQLException {
        Bucket bucket = Buckets.current(connection, asked);
        Optional<ObjectVersion> before = Index.latest(connection, bucket, key);
        precondition.check(before, key);
        if (before.isPresent() && bucket.versioning() != Versioning.ENABLED) {
            removeNullVersion(connection, bucket, key);
        }
        long next = number(before, said);
        long size = segments.stream().mapToLong(ObjectVersion.Segment::size).sum();
        ObjectVersion version =
                new ObjectVersion(
                        0,
                        key,
                        next,
                        versionId(bucket, next, said),
                        false,
                        true,
                        size,
                        etag,
                        modified(before, said),
                        details,
                        segments);
        Index.insert(connection, bucket, before, version);
        return version;
    }

    /// The number that the blob tells, unless a later put of the key overtook this one.
    private long number(Optional<ObjectVersion> before, Optional<BlobDescription> said) {
        long latest = before.map(ObjectVersion::seq).orElse(0L);
        return said.map(BlobDescription::seq)
                .filter(number -> number > latest)
                .orElseGet(seq::incrementAndGet);
    }

    /// The id that the blob tells, unless its number or the bucket's versioning is another now.
    private String versionId(Bucket bucket, long number, Optional<BlobDescription> said) {
        boolean isVersioned = bucket.versioning() == Versioning.ENABLED;
        return said.filter(each -> each.seq() == number)
                .map(BlobDescription::versionId)
                .filter(id -> isVersioned != id.equals(ObjectVersion.NULL_VERSION))
                .orElseGet(() -> versionId(bucket, number));
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
        Optional<ObjectChecksum> whole =
                version.withBytes().size() == 1 ? version.details().checksum() : Optional.empty();
        List<InputStream> streams = new ArrayList<>();
        long skip = offset;
        long left = length;
        try {
            for (ObjectVersion.Segment segment : version.segments()) {
                if (left > 0 && skip < segment.size()) {
                    long count = Math.min(left, segment.size() - skip);
                    streams.add(index.blobs().read(segment, skip, count, whole));
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

    /// Whether a version's files are there; their bytes are not looked at.
    ///
    /// @throws NoSuchFileException when one is not
    public void checkThere(ObjectVersion version) throws IOException {
        for (ObjectVersion.Segment segment : version.withBytes()) {
            index.blobs().checkThere(segment.blob());
        }
    }

    /// Without a version id: a delete marker where versions are kept, else the object is gone. With
    /// one: that version is gone for good.
    public Deleted delete(
            Bucket asked, String key, Optional<String> versionId, Precondition precondition)
            throws IOException {
        Optional<Manifest> marker =
                versionId.isEmpty() && asked.wasVersioned()
                        ? Optional.of(marker(asked, key))
                        : Optional.empty();
        try {
            return index.change(connection -> {
                Bucket bucket = Buckets.current(connection, asked);
                if (!(precondition instanceof Precondition.None)) {
                    precondition.check(Index.latest(connection, bucket, key), key);
                }
                return versionId.isPresent()
                        ? deleteVersion(connection, bucket, key, versionId.get())
                        : deleteLatest(connection, bucket, key, marker);
            });
        } catch (ServiceException e) {
            if (marker.isPresent()) {
                index.blobs().delete(marker.get().blob());
            }
            throw e;
        }
    }

    private Manifest marker(Bucket bucket, String key) throws IOException {
        BlobDescription description =
                described(
                        BlobDescription.Kind.MARKER,
                        bucket,
                        key,
                        "",
                        ObjectDetails.none(),
                        List.of());
        return new Manifest(description, index.blobs().say(description));
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

    private Deleted deleteLatest(
            Connection connection, Bucket bucket, String key, Optional<Manifest> marker)
            throws SQLException {
        Optional<ObjectVersion> before = Index.latest(connection, bucket, key);
        if (bucket.versioning() != Versioning.ENABLED) {
            removeNullVersion(connection, bucket, key);
        }
        if (!bucket.wasVersioned()) {
            return new Deleted(Optional.empty(), false);
        }
        Optional<BlobDescription> said = marker.map(Manifest::description);
        long next = number(before, said);
        String id = versionId(bucket, next, said);
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
                        modified(before, said),
                        ObjectDetails.none(),
                        marker.map(Manifest::allSegments).orElse(List.of())));
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

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Never before the version that was there, also when the clock is set back.
    private Instant modified(Optional<ObjectVersion> before, Optional<BlobDescription> said) {
        Instant now = said.map(BlobDescription::modifiedAt).orElseGet(this::now);
        return before.map(ObjectVersion::modified).filter(old -> old.isAfter(now)).orElse(now);
    }

    /// @throws ServiceException KeyTooLongError
    public static void checkKey(String key) {
        int length = utf8Length(key);
        if (length > KEY_BYTES_MAX) {
            throw S3Error.KEY_TOO_LONG
                    .refusal()
                    .with("Size", Integer.toString(length))
                    .with("MaxSizeAllowed", Integer.toString(KEY_BYTES_MAX));
        }
    }

    /// How many bytes a text takes.
    public static int utf8Length(String text) {
        return Index.bytes(text).length;
    }
}
