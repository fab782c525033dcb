package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Gives versions their numbers, ids and times. They are told by a version's blob before its row
/// exists, and hold unless something else came between. Safe for use from many threads.
final class VersionNumbers {
    private static final String HIGHEST =
            "SELECT max((SELECT coalesce(max(seq), 0) FROM version),"
                    + " (SELECT coalesce(max(seq), 0) FROM deleted))";

    private final Index index;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// The last version's number.
    private final AtomicLong seq;

    /// @param seqSeen a version's number that was given before, though the index may not know it
    VersionNumbers(Index index, InstantSource clock, RandomGenerator random, long seqSeen)
            throws IOException {
        this.index = index;
        this.clock = clock;
        this.random = random;
        long known =
                index.database()
                        .read(connection ->
                                Sql.first(connection, HIGHEST, row -> row.getLong(1)).orElse(0L));
        this.seq = new AtomicLong(Math.max(known, seqSeen));
    }

    BlobDescription described(
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
                id(bucket, next),
                now().toEpochMilli(),
                index.database().commits(),
                etag,
                details,
                segments,
                Optional.empty(),
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
        return said(described(BlobDescription.Kind.MANIFEST, bucket, key, etag, details, segments));
    }

    /// What says that the key is deleted, once it is [#said].
    BlobDescription marker(Bucket bucket, String key) {
        return described(
                BlobDescription.Kind.MARKER, bucket, key, "", ObjectDetails.none(), List.of());
    }

    /// A blob that says this.
    Manifest said(BlobDescription description) throws IOException {
        return new Manifest(description, index.blobs().say(description));
    }

    /// The number that the blob tells, unless a later put of the key overtook this one.
    long number(Optional<ObjectVersion> before, Optional<BlobDescription> said) {
        long latest = before.map(ObjectVersion::seq).orElse(0L);
        return said.map(BlobDescription::seq)
                .filter(number -> number > latest)
                .orElseGet(seq::incrementAndGet);
    }

    /// The id that the blob tells, unless its number or the bucket's versioning is another now.
    String id(Bucket bucket, long number, Optional<BlobDescription> said) {
        boolean isVersioned = bucket.versioning() == Versioning.ENABLED;
        return said.filter(each -> each.seq() == number)
                .map(BlobDescription::versionId)
                .filter(id -> isVersioned != id.equals(ObjectVersion.NULL_VERSION))
                .orElseGet(() -> id(bucket, number));
    }

    private String id(Bucket bucket, long number) {
        if (bucket.versioning() != Versioning.ENABLED) {
            return ObjectVersion.NULL_VERSION;
        }
        synchronized (random) {
            return VersionId.of(number, random.nextLong());
        }
    }

    /// Whether a version of this id may have been there. Nobody comes upon such an id by chance:
    /// its number would have to be one that was given.
    boolean mayHaveGiven(String versionId) {
        if (!VersionId.isOne(versionId)) {
            return versionId.equals(ObjectVersion.NULL_VERSION);
        }
        long number = VersionId.seqOf(versionId);
        return number > 0 && number <= seq.get();
    }

    /// Never before the version that was there, also when the clock is set back.
    Instant modified(Optional<ObjectVersion> before, Optional<BlobDescription> said) {
        Instant now = said.map(BlobDescription::modifiedAt).orElseGet(this::now);
        return before.map(ObjectVersion::modified).filter(old -> old.isAfter(now)).orElse(now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
