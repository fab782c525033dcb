package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.catalog.WentBackException;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.FileCopy;
import io.hydrant.core.disk.LostAndFound;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;

/// Makes the index of a store anew from what blobs say of themselves, when the one that is there
/// cannot be believed. What is there of it is kept in `lost+found`, and is what the new one begins
/// with when SQLite can read it. For one thread; nobody has the store open.
///
/// What comes back: buckets with their settings and policies, as the files beside the index tell;
/// and every version and delete marker whose blobs are there, with headers, metadata, checksums,
/// and the tags that it was stored with. What does not, unless the older index has it: tags that
/// were set later, and uploads that were not completed. An object whose deletion was among what the
/// index lost comes back when its blob was still there.
public final class IndexRebuild {
    /// What was done.
    ///
    /// @param kept where the index is kept that was there
    /// @param isOlderTheBase whether the new index begins with that one
    /// @param versions that were added
    /// @param buckets that were made
    /// @param bareBuckets those of them of which nothing told but their objects: they have the
    ///   settings of a new bucket, closed to the public
    /// @param unreadable files of buckets that are damaged; they are kept where the index is
    /// @param incomplete versions that were added though blobs of theirs are missing
    /// @param removedBefore blobs that the older index had known and no longer needed
    public record Report(
            Path kept,
            boolean isOlderTheBase,
            long versions,
            long buckets,
            Set<String> bareBuckets,
            List<Path> unreadable,
            long incomplete,
            long removedBefore) {
        public Report {
            bareBuckets = Collections.unmodifiableSet(new TreeSet<>(bareBuckets));
            unreadable = List.copyOf(unreadable);
        }
    }

    private static final List<String> FILES =
            List.of("index.db", "index.db-wal", "index.db-shm", "index.mark");

    private final Disk disk;
    private final Path store;
    private final Path catalogMark;
    private final Path blobs;
    private final LostAndFound aside;
    private final String region;
    private final LongConsumer progress;

    /// How many commits the older index has, when it is the base.
    private Optional<Integer> baseCommits = Optional.empty();

    private long versions;
    private long buckets;
    private final Set<String> bareBuckets = new TreeSet<>();
    private final List<Path> unreadable = new ArrayList<>();
    private long incomplete;
    private long removedBefore;

    private IndexRebuild(
            Disk disk,
            Path store,
            Path catalogMark,
            LostAndFound aside,
            String region,
            LongConsumer progress) {
        this.disk = disk;
        this.store = store;
        this.catalogMark = catalogMark;
        this.blobs = store.resolve("blobs");
        this.aside = aside;
        this.region = region;
        this.progress = progress;
    }

    /// @param data the data directory
    /// @param store the store's folder in it
    /// @param catalogMark knows which database the index is
    /// @param region of buckets that are made
    /// @param progress is told how many versions were added
    public static Report carryOut(
            Disk disk,
            Path data,
            Path store,
            Path catalogMark,
            String region,
            LongConsumer progress)
            throws IOException {
        LostAndFound aside = new LostAndFound(disk, data);
        return new IndexRebuild(disk, store, catalogMark, aside, region, progress).carryOut();
    }

    private Report carryOut() throws IOException {
        Path kept = keepOlder();
        boolean isBase = isReadable(kept);
        clear(isBase);
        takeBlobsBack();
        boolean isHalfMade = isBase && isHalfMade();
        if (isBase) {
            SqliteDatabase.forgetIdentity(store.resolve("index.db")); // until it is whole
        } else {
            disk.create(store.resolve("index.db")).close(); // for its owner only; others follow
        }
        try (SqliteDatabase index =
                SqliteDatabase.openAll(
                        store.resolve("index.db"),
                        List.of(new Database.Schema("main", IndexSchema.STEPS)))) {
            if (isBase && !isHalfMade) {
                baseCommits = Optional.of(index.commits() - 1); // to open it was one
            }
            addBuckets(index, kept);
            for (String folder : disk.names(blobs)) {
                add(index, folder);
            }
            index.write(IndexRebuild::findLatest);
        }
        SqliteDatabase.adoptIdentity(disk, store.resolve("index.db"), catalogMark);
        return new Report(
                kept,
                isBase,
                versions,
                buckets,
                bareBuckets,
                unreadable,
                incomplete,
                removedBefore);
    }

    /// Whether the index was being made when a repair was killed: what it does not know was not
    /// removed.
    private boolean isHalfMade() throws IOException {
        try {
            SqliteDatabase.checkKnown(disk, store.resolve("index.db"), catalogMark);
            return false;
        } catch (WentBackException e) {
            return true;
        }
    }

    private Path keepOlder() throws IOException {
        Path kept = freeFolder();
        disk.createDirectories(kept);
        FileCopy copying = new FileCopy(disk);
        for (String name : FILES) {
            if (disk.exists(store.resolve(name))) {
                copying.copy(store.resolve(name), kept.resolve(name));
            }
        }
        disk.sync(kept);
        return kept;
    }

    /// Whether SQLite reads all of what was there. A copy is looked at, since to open a database
    /// may change it.
    private boolean isReadable(Path kept) throws IOException {
        Path trial = kept.resolve("trial.db");
        if (!disk.exists(kept.resolve("index.db"))) {
            return false;
        }
        FileCopy copying = new FileCopy(disk);
        if (copying.copy(kept.resolve("index.db"), trial) == 0) {
            disk.delete(trial);
            return false;
        }
        try {
            Path log = kept.resolve("index.db-wal");
            if (disk.exists(log)) {
                copying.copy(log, kept.resolve("trial.db-wal"));
            }
            return SqliteDatabase.findings(trial).isEmpty() && hasObjects(trial);
        } catch (IOException e) {
            return false;
        } finally {
            for (String name : List.of("trial.db", "trial.db-wal", "trial.db-shm")) {
                disk.delete(kept.resolve(name));
            }
        }
    }

    private static boolean hasObjects(Path index) throws IOException {
        return SqliteDatabase.readFile(index, connection -> Sql.hasTable(connection, "version"));
    }

    /// Removes what the new index does not begin with.
    private void clear(boolean isBase) throws IOException {
        for (String name : FILES) {
            if (!isBase || name.equals("index.mark") || name.endsWith("-shm")) {
                disk.delete(store.resolve(name));
            }
        }
        disk.sync(store);
    }

    private Path freeFolder() throws IOException {
        int number = 1;
        Path folder = aside.placeOf(store.resolve("index-" + number));
        while (disk.exists(folder)) {
            number++;
            folder = aside.placeOf(store.resolve("index-" + number));
        }
        return folder;
    }

    /// What earlier starts did not find in the index is found again.
    private void takeBlobsBack() throws IOException {
        Path place = aside.placeOf(blobs);
        for (String folder : disk.names(place)) {
            for (String blob : disk.names(place.resolve(folder))) {
                Path file = blobs.resolve(folder).resolve(blob);
                if (!disk.exists(file)) {
                    aside.putBack(file);
                }
            }
        }
        aside.settle();
    }

    private void addBuckets(SqliteDatabase index, Path kept) throws IOException {
        Path folder = store.resolve("buckets");
        List<BucketFiles.Description> described = new ArrayList<>();
        for (String name : disk.names(folder)) {
            if (name.endsWith(BucketFiles.SUFFIX)) {
                try {
                    described.add(BucketFiles.read(disk, folder.resolve(name)));
                } catch (JacksonException e) {
                    disk.rename(folder.resolve(name), kept.resolve(name));
                    unreadable.add(kept.resolve(name));
                }
            }
        }
        index.write(connection -> {
            for (BucketFiles.Description each : described) {
                add(connection, each);
            }
            return described.size();
        });
    }

    /// What the file tells is newer than an index that lacks something.
    private void add(Connection connection, BucketFiles.Description said) throws SQLException {
        if (Buckets.row(connection, said.name()).isEmpty()) {
            insert(connection, said.name(), said.created(), said.region(), said.versioning());
        }
        Bucket bucket = Buckets.row(connection, said.name()).orElseThrow();
        Sql.update(
                connection,
                "UPDATE bucket SET versioning = ? WHERE id = ?",
                said.versioning().name(),
                bucket.id());
        Sql.update(connection, "DELETE FROM bucket_document WHERE bucket = ?", bucket.id());
        putDocuments(connection, bucket, said.documents());
    }

    private static void putDocuments(
            Connection connection, Bucket bucket, Map<String, String> documents)
            throws SQLException {
        for (Map.Entry<String, String> document : documents.entrySet()) {
            Sql.update(
                    connection,
                    "INSERT INTO bucket_document (bucket, kind, body) VALUES (?, ?, ?)",
                    bucket.id(),
                    document.getKey(),
                    document.getValue());
        }
    }

    private void insert(
            Connection connection,
            String name,
            long created,
            String inRegion,
            Versioning versioning)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO bucket (name, created, region, versioning) VALUES (?, ?, ?, ?)",
                name,
                created,
                inRegion,
                versioning.name());
        buckets++;
    }

    private record Described(String blob, long length, BlobDescription said) {}

    private void add(SqliteDatabase index, String folder) throws IOException {
        Set<String> known = Index.blobsIn(index, folder);
        List<Described> found = new ArrayList<>();
        for (String blob : disk.names(blobs.resolve(folder))) {
            if (BlobEnd.isExpected(blob) && !known.contains(blob)) {
                describe(blob, blobs.resolve(folder).resolve(blob)).ifPresent(found::add);
            }
        }
        if (!found.isEmpty()) {
            index.write(connection -> {
                for (Described each : found) {
                    add(connection, each);
                }
                return found.size();
            });
            progress.accept(versions);
        }
    }

    private Optional<Described> describe(String blob, Path file) throws IOException {
        try (DiskFile opened = disk.openForReading(file)) {
            return BlobEnd.read(opened) instanceof BlobEnd.Whole whole
                    ? whole.description()
                            .filter(said -> said.kind() != BlobDescription.Kind.PART)
                            .map(said -> new Described(blob, whole.size(), said))
                    : Optional.empty();
        }
    }

    private void add(Connection connection, Described found) throws SQLException {
        BlobDescription said = found.said();
        if (baseCommits.isPresent() && said.commits() - baseCommits.get() < 0) {
            removedBefore++;
            return;
        }
        Bucket bucket = bucket(connection, said);
        Optional<ObjectVersion> same =
                Index.version(connection, bucket, said.key(), said.versionId());
        if (same.isPresent()) {
            if (same.get().seq() >= said.seq()) {
                return; // it was written over
            }
            Index.remove(connection, bucket, same.get());
        }
        List<ObjectVersion.Segment> segments = segments(found);
        Index.insert(connection, bucket, Optional.empty(), version(said, segments));
        versions++;
    }

    private Bucket bucket(Connection connection, BlobDescription said) throws SQLException {
        Optional<Bucket> known = Buckets.row(connection, said.bucket());
        Versioning versioning =
                said.versionId().equals(ObjectVersion.NULL_VERSION)
                        ? Versioning.NEVER_ENABLED
                        : Versioning.ENABLED;
        if (known.isEmpty()) {
            insert(connection, said.bucket(), said.modified(), region, versioning);
            bareBuckets.add(said.bucket());
            Bucket made = Buckets.row(connection, said.bucket()).orElseThrow();
            putDocuments(connection, made, Buckets.OF_NEW_BUCKETS);
            return made;
        }
        if (versioning == Versioning.ENABLED && !known.get().wasVersioned()) {
            Sql.update(
                    connection,
                    "UPDATE bucket SET versioning = ? WHERE id = ?",
                    versioning.name(),
                    known.get().id());
        }
        return known.get();
    }

    private List<ObjectVersion.Segment> segments(Described found) {
        if (found.said().kind() == BlobDescription.Kind.OBJECT) {
            return List.of(new ObjectVersion.Segment(found.blob(), found.length()));
        }
        List<ObjectVersion.Segment> all = new Manifest(found.said(), found.blob()).allSegments();
        if (all.stream().anyMatch(segment -> !isThere(segment.blob()))) {
            incomplete++;
        }
        return all;
    }

    private boolean isThere(String blob) {
        try {
            return disk.exists(blobs.resolve(blob.substring(0, 2)).resolve(blob));
        } catch (IOException e) {
            return false;
        }
    }

    private static ObjectVersion version(
            BlobDescription said, List<ObjectVersion.Segment> segments) {
        return new ObjectVersion(
                0,
                said.key(),
                said.seq(),
                said.versionId(),
                said.kind() == BlobDescription.Kind.MARKER,
                true,
                segments.stream().mapToLong(ObjectVersion.Segment::size).sum(),
                said.etag(),
                said.modifiedAt(),
                said.details(),
                segments);
    }

    /// They were added in no order.
    private static int findLatest(Connection connection) throws SQLException {
        Sql.update(connection, "UPDATE version SET latest = 0 WHERE latest = 1");
        return Sql.update(
                connection,
                "UPDATE version SET latest = 1 WHERE id IN (SELECT id FROM version v WHERE seq ="
                        + " (SELECT max(seq) FROM version w WHERE w.bucket = v.bucket AND w.key ="
                        + " v.key))");
    }
}
