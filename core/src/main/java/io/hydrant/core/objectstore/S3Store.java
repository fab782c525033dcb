package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The embedded object store: buckets, versions, uploads in parts, listings. Blob files plus one
/// index; whatever a method did is forced to disk when it returns.
///
///     index.db   what exists
///     blobs/     the bytes, immutable
///     tmp/       bytes being written; emptied at start
///
/// Safe for use from many threads. Knows nothing of permissions or of HTTP.
public final class S3Store implements AutoCloseable {
    private final Database database;
    private final Blobs blobs;
    private final Buckets buckets;
    private final Objects objects;
    private final Uploads uploads;
    private final Listings listings;
    private final String region;
    private final String account;

    private S3Store(
            Database database,
            Blobs blobs,
            InstantSource clock,
            RandomGenerator random,
            String region,
            String account)
            throws IOException {
        this.database = database;
        this.blobs = blobs;
        this.region = region;
        this.account = account;
        Index index = new Index(database, blobs);
        this.buckets = new Buckets(index, clock);
        this.objects = new Objects(index, clock, random);
        this.uploads = new Uploads(index, objects, clock, random);
        this.listings = new Listings(index);
        index.sweep();
    }

    /// Opens the store or makes a new one, and removes what a crash left half-done.
    public static S3Store open(
            Path directory,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            String region,
            String account)
            throws IOException {
        disk.createDirectories(directory);
        Blobs blobs = Blobs.open(directory, disk, random);
        Database database = Database.open(directory.resolve("index.db"), IndexSchema.STEPS);
        try {
            return new S3Store(database, blobs, clock, random, region, account);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
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

    /// Begins the bytes of an object or part, to be digested with these on the way.
    public BlobWriter write(List<ChecksumAlgorithm> checksums) throws IOException {
        return blobs.write(Optional.of(ChecksumAlgorithm.digest("MD5")), checksums);
    }

    /// As [#write], for bytes that we deliver ourselves: without an MD5, which would take a fifth
    /// of the time that a record takes from its arrival to its object; and past the page cache.
    BlobWriter writeDelivery(List<ChecksumAlgorithm> checksums) throws IOException {
        return blobs.writeLarge(checksums);
    }

    /// Deletes bytes that turned out not to be wanted.
    public void discard(BlobWriter.Written written) throws IOException {
        blobs.delete(written.blob());
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
