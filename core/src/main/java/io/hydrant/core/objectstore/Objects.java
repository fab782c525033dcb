package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Objects and their versions. A change is durable, and visible, when its method returns; of
/// several changes at once each sees the others whole or not at all. Safe for use from many
/// threads.
public final class Objects {
    static final int KEY_BYTES_MAX = 1024;

    private final Index index;
    private final VersionNumbers numbers;
    private final ObjectReader reader;
    private final Deletions deletions;

    Objects(Index index, VersionNumbers numbers) {
        this.index = index;
        this.numbers = numbers;
        this.reader = new ObjectReader(index);
        this.deletions = new Deletions(index, numbers);
    }

    /// What the blob of an object says of it that is about to be put: to be written behind its
    /// bytes.
    public BlobDescription described(
            Bucket bucket, String key, BlobWriter.Written written, ObjectDetails details) {
        return numbers.described(
                BlobDescription.Kind.OBJECT, bucket, key, written.etag(), details, List.of());
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
    ///
    /// @throws VersionGoneException when the source was deleted meanwhile
    public ObjectVersion copy(
            ObjectVersion source,
            Bucket bucket,
            String key,
            ObjectDetails details,
            Precondition precondition)
            throws IOException {
        Manifest manifest =
                numbers.manifest(bucket, key, source.etag(), details, source.withBytes());
        boolean isUnused = true;
        try {
            Optional<ObjectVersion> copied =
                    index.change(connection ->
                            Index.isThere(connection, source)
                                    ? Optional.of(
                                            insert(connection, bucket, key, manifest, precondition))
                                    : Optional.empty());
            isUnused = copied.isEmpty();
            return copied.orElseThrow(() -> new VersionGoneException(source));
        } catch (VersionGoneException gone) {
            throw gone;
        } catch (IOException e) {
            isUnused = false; // The row may be there: then the start decides.
            throw e;
        } finally {
            if (isUnused) {
                index.blobs().delete(manifest.blob());
            }
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
            Index.removeNullVersion(connection, bucket, key);
        }
        long next = numbers.number(before, said);
        long size = segments.stream().mapToLong(ObjectVersion.Segment::size).sum();
        ObjectVersion version =
                new ObjectVersion(
                        0,
                        key,
                        next,
                        numbers.id(bucket, next, said),
                        false,
                        true,
                        size,
                        etag,
                        numbers.modified(before, said),
                        details,
                        segments);
        return Index.insert(connection, bucket, before, version);
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
    /// @throws VersionGoneException when it was deleted meanwhile
    /// @throws java.nio.file.NoSuchFileException when a file of it is missing
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        return read(version, offset, length, Optional.empty());
    }

    /// The same of what is encrypted under a secret.
    ///
    /// @throws SecretMissingException when it is, and there is no secret
    public InputStream read(
            ObjectVersion version, long offset, long length, Optional<ObjectSecret> secret)
            throws IOException {
        return reader.read(version, offset, length, secret);
    }

    /// Whether a version's files are there; their bytes are not looked at.
    ///
    /// @throws VersionGoneException when it was deleted meanwhile
    /// @throws java.nio.file.NoSuchFileException when a file of it is missing
    public void checkThere(ObjectVersion version) throws IOException {
        reader.checkThere(version);
    }

    /// Deletes many keys with one commit; in the order of the deletions.
    public List<ObjectDeletion.Outcome> delete(Bucket bucket, List<ObjectDeletion> all)
            throws IOException {
        return deletions.carryOut(bucket, all);
    }

    /// One key, or one of its versions.
    ///
    /// @throws ServiceException when the precondition does not hold
    public ObjectDeletion.Deleted delete(
            Bucket bucket, String key, Optional<String> versionId, Precondition precondition)
            throws IOException {
        ObjectDeletion deletion = new ObjectDeletion(key, versionId, precondition);
        return switch (deletions.carryOut(bucket, List.of(deletion)).getFirst()) {
            case ObjectDeletion.Deleted deleted -> deleted;
            case ObjectDeletion.Refused refused -> throw refused.why();
        };
    }

    /// Whether there may have been a version of this id.
    public boolean mayHaveBeen(String versionId) {
        return numbers.mayHaveGiven(versionId);
    }

    public void setTags(
            Bucket bucket, String key, ObjectVersion version, SortedMap<String, String> tags)
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
