package io.hydrant.core.objectstore;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the index tells of each bucket, in a file of its own beside it, so that an index can be made
/// again with its buckets, their versioning and their policies:
///
///     buckets/NAME.json     a [Description] as JSON
///     buckets/NAME.draft    one being written
///
/// The file follows the commit. The index is what counts: a file of a bucket that the index does not
/// name was left by a crash, or by an index that is gone. Guarded by the lock of [Buckets].
final class BucketFiles {
    /// @param created milliseconds
    /// @param documents by their kinds, such as the bucket's policy
    record Description(
            String name,
            long created,
            String region,
            Versioning versioning,
            Map<String, String> documents) {}

    private static final Logger LOG = System.getLogger(BucketFiles.class.getName());
    static final String SUFFIX = ".json";

    private final Disk disk;
    private final Path folder;

    BucketFiles(Disk disk, Path store) throws IOException {
        this.disk = disk;
        this.folder = store.resolve("buckets");
        disk.createDirectories(folder);
    }

    /// The names of the buckets that have a file.
    Set<String> names() throws IOException {
        return disk.list(folder).stream()
                .map(Path::toString)
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .collect(Collectors.toSet());
    }

    /// What cannot be written is told: the change itself is done.
    void write(Bucket bucket, Map<String, String> documents) {
        Description description =
                new Description(
                        bucket.name(),
                        bucket.created().toEpochMilli(),
                        bucket.region(),
                        bucket.versioning(),
                        documents);
        try {
            Path draft = folder.resolve(bucket.name() + ".draft");
            disk.delete(draft);
            try (DiskFile file = disk.create(draft)) {
                file.write(ByteBuffer.wrap(Index.JSON.writeValueAsBytes(description)), 0);
                file.force();
            }
            disk.rename(draft, file(bucket.name()));
            disk.sync(folder);
        } catch (IOException e) {
            tell(bucket.name(), e);
        }
    }

    void delete(String name) {
        try {
            disk.delete(file(name));
            disk.sync(folder);
        } catch (IOException e) {
            tell(name, e);
        }
    }

    private static void tell(String name, IOException failure) {
        LOG.log(
                Level.WARNING,
                "The bucket %s is changed, but not in its file beside the index: %s"
                        .formatted(name, failure.getMessage()));
    }

    /// @throws NoSuchFileException when there is none
    static Description read(Disk disk, Path file) throws IOException {
        try (DiskFile opened = disk.openForReading(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) opened.length());
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = opened.read(bytes, bytes.position());
            }
            return Index.JSON.readValue(bytes.array(), Description.class);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
