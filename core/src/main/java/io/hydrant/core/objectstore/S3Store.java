package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.HighWaterMark;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.catalog.WentBackException;
import io.hydrant.core.crypto.DataKeys;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.crypto.NoDataKeys;
import io.hydrant.core.crypto.NoMasterKey;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.LostAndFound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The embedded object store: buckets, versions, uploads in parts, listings. Blob files plus one
/// index; whatever a method did is forced to disk when it returns.
///
///     index.db     what exists
///     index.mark   how far the index had come
///     buckets/     what the index tells of each bucket
///     blobs/       the bytes, immutable, each with a description of itself
///
/// What a start finds in blobs/ and the index does not name is kept in `lost+found/` beside the
/// store's folder.
///
/// Safe for use from many threads. Knows nothing of permissions or of HTTP.
public final class S3Store implements AutoCloseable {
    private static final String INDEX = "index.db";

    private final SqliteDatabase database;
    private final Index index;
    private final Blobs blobs;
    private final Buckets buckets;
    private final Objects objects;
    private final Uploads uploads;
    private final Listings listings;
    private final InstantSource clock;
    private final String region;
    private final String account;
    private final ObjectSecrets secrets;

    private S3Store(
            SqliteDatabase database,
            Blobs blobs,
            LostAndFound aside,
            InstantSource clock,
            RandomGenerator random,
            String region,
            String account,
            Supplier<DataKeys> kms)
            throws IOException {
        this.secrets = new ObjectSecrets(kms, region);
        this.database = database;
        this.blobs = blobs;
        this.clock = clock;
        this.region = region;
        this.account = account;
        int foundCommits = database.commits() - 1; // to open it was one
        this.index = new Index(database, blobs);
        index.deleteGarbage();
        long seq = new Sweep(database, blobs, aside, foundCommits).run();
        this.buckets = new Buckets(index, new BucketFiles(blobs.disk(), blobs.store()), clock);
        VersionNumbers numbers = new VersionNumbers(index, clock, random, seq);
        this.objects = new Objects(index, numbers);
        this.uploads = new Uploads(index, objects, numbers, clock, random);
        this.listings = new Listings(index);
    }

    /// Opens a store that encrypts nothing.
    public static S3Store open(
            Path directory,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            String region,
            String account)
            throws IOException {
        return open(directory, disk, clock, random, region, account, new NoMasterKey());
    }

    /// Opens a store without KMS.
    public static S3Store open(
            Path directory,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            String region,
            String account,
            KeyWrap master)
            throws IOException {
        return open(directory, disk, clock, random, region, account, master, NoDataKeys::new);
    }

    /// Opens the store or makes a new one, and removes what a crash left half-done.
    ///
    /// @param master wraps the keys of what is encrypted
    /// @param kms wraps those of what is to be encrypted under its keys; asked with the first use
    /// @throws WentBackException when the index is not what it was; nothing was changed then
    public static S3Store open(
            Path directory,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            String region,
            String account,
            KeyWrap master,
            Supplier<DataKeys> kms)
            throws IOException {
        check(directory, disk);
        disk.createDirectories(directory);
        Blobs blobs = Blobs.open(directory.toAbsolutePath(), disk, random, master);
        SqliteDatabase database =
                SqliteDatabase.openAll(
                        directory.resolve(INDEX),
                        List.of(new Database.Schema("main", IndexSchema.STEPS)),
                        mark(directory, disk));
        try {
            LostAndFound aside = new LostAndFound(disk, folderOf(directory));
            return new S3Store(database, blobs, aside, clock, random, region, account, kms);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Path folderOf(Path directory) {
        return java.util.Objects.requireNonNullElse(
                directory.toAbsolutePath().getParent(), directory);
    }

    /// Looks at the index as it lies on disk, and changes nothing.
    ///
    /// @throws WentBackException when it is not what it was; tells what it lacks
    public static void check(Path directory, Disk disk) throws IOException {
        try {
            mark(directory, disk).check(directory.resolve(INDEX));
        } catch (WentBackException e) {
            Blobs blobs = Blobs.found(directory.toAbsolutePath(), disk);
            throw e.with(new LaterBlobs(blobs, e.commits()).told());
        }
    }

    private static HighWaterMark mark(Path directory, Disk disk) {
        return new HighWaterMark(
                disk, directory.resolve("index.mark"), HighWaterMark.Timing.WITHIN_A_SECOND);
    }

    /// From now on the catalog knows the index of this store, and is known to it.
    public void meet(SqliteDatabase catalog) throws IOException {
        SqliteDatabase.meet(catalog, database);
    }

    public Buckets buckets() {
        return buckets;
    }

    public Objects objects() {
        return objects;
    }

    public Uploads uploads() {
        return uploads;
    }

    public Listings listings() {
        return listings;
    }

    /// The secrets of objects under keys of KMS.
    public ObjectSecrets secrets() {
        return secrets;
    }

    /// How the bucket's objects are encrypted that do not say so themselves, if they are.
    public Optional<BucketEncryption> encryption(Bucket bucket) {
        return buckets.document(bucket, BucketDocument.ENCRYPTION).map(BucketEncryption::read);
    }

    /// What is kept of a new object that does not say itself how it is to be encrypted.
    ///
    /// @throws ServiceException when the bucket's default is a key that the asker may not use, or
    ///   nobody can
    public ObjectSealing sealing(
            ObjectDetails details, Bucket bucket, String key, ObjectSecrets.Asker asker)
            throws IOException {
        Optional<BucketEncryption> byDefault = encryption(bucket);
        if (byDefault.isEmpty()) {
            return ObjectSealing.of(details);
        }
        Optional<ObjectSecrets.Wish> wish = byDefault.get().kms();
        return wish.isPresent()
                ? secrets.seal(details, wish.get(), bucket, key, asker)
                : ObjectSealing.of(details.sealed());
    }

    /// Random bytes for a check value ([ObjectSecret#check]).
    public byte[] salt() {
        return blobs.salt();
    }

    /// Begins the bytes of an object or part, to be digested with these on the way.
    public BlobWriter write(List<ChecksumAlgorithm> checksums) throws IOException {
        return write(checksums, new BlobLock.Open());
    }

    /// The same, encrypted if what is asked of the object says so; then it must be said at the end
    /// what it is.
    public BlobWriter write(List<ChecksumAlgorithm> checksums, ObjectDetails details)
            throws IOException {
        return write(checksums, ObjectSealing.of(details));
    }

    /// The same, under the secret of the object's seal if it has one.
    public BlobWriter write(List<ChecksumAlgorithm> checksums, ObjectSealing sealing)
            throws IOException {
        return write(checksums, BlobLock.of(sealing));
    }

    private BlobWriter write(List<ChecksumAlgorithm> checksums, BlobLock lock) throws IOException {
        return blobs.write(Optional.of(ChecksumAlgorithm.digest("MD5")), checksums, lock);
    }

    /// As [#write], for bytes that we deliver ourselves: without an MD5, which would take a fifth
    /// of the time that a record takes from its arrival to its object; and past the page cache.
    BlobWriter writeDelivery(List<ChecksumAlgorithm> checksums, ObjectSealing sealing)
            throws IOException {
        return blobs.writeLarge(checksums, BlobLock.of(sealing));
    }

    /// Deletes bytes that turned out not to be wanted.
    public void discard(BlobWriter.Written written) throws IOException {
        blobs.delete(written.blob());
    }

    /// While it is open no blob is deleted.
    @FunctionalInterface
    public interface Keeping extends AutoCloseable {
        @Override
        void close();
    }

    public Keeping keepBlobs() {
        index.keepBlobs();
        return index::releaseBlobs;
    }

    /// What was copied.
    public record Copied(long blobs, long bytes) {}

    /// Copies the index, as it is now, into the folder of another store, which has none yet.
    ///
    /// @return how many bytes
    public long copyIndex(Path folder) throws IOException {
        return database.copyTo(folder.resolve(INDEX), blobs.disk());
    }

    /// Copies the blobs that an index copied by [#copyIndex] names, beside it. They must have been
    /// kept since before that.
    ///
    /// @param progress is told how many bytes are copied
    public Copied copyBlobs(Path folder, LongConsumer progress) throws IOException {
        return new BlobCopy(blobs, folder).copy(folder.resolve(INDEX), progress);
    }

    /// What the store's clock says.
    public Instant now() {
        return clock.instant();
    }

    public String region() {
        return region;
    }

    public String account() {
        return account;
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
