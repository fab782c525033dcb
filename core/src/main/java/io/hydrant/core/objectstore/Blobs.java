package io.hydrant.core.objectstore;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.WriteBuffers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// The bytes of objects: files that never change, named by random ids, never by keys.
///
///     blobs/ab/ab12…   a blob, or what is being written
///
/// A blob is forced, and so is its name, before anything refers to it; what nothing refers to is
/// deleted at start. Blobs are written where they will stay: a file system makes files faster in
/// many folders than all of them in one. Safe for use from many threads.
final class Blobs {
    private static final Logger LOG = System.getLogger(Blobs.class.getName());

    private static final int READ_BUFFER_BYTES = 64 * 1024;
    private static final int WRITE_BUFFER_BYTES = 64 * 1024;
    private static final int LARGE_WRITE_BUFFER_BYTES = 512 * 1024;

    private final Path blobs;
    private final Disk disk;
    private final RandomGenerator random;
    private final WriteBuffers buffers = new WriteBuffers(LARGE_WRITE_BUFFER_BYTES);
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();

    private Blobs(Path root, Disk disk, RandomGenerator random) {
        this.blobs = root.resolve("blobs");
        this.disk = disk;
        this.random = random;
    }

    static Blobs open(Path root, Disk disk, RandomGenerator random) throws IOException {
        Blobs opened = new Blobs(root, disk, random);
        disk.createDirectories(opened.blobs);
        return opened;
    }

    /// Begins a blob. It must be finished or closed.
    BlobWriter write(Optional<MessageDigest> md5, List<ChecksumAlgorithm> checksums)
            throws IOException {
        String id = nextId();
        ByteBuffer buffer = ByteBuffer.allocate(WRITE_BUFFER_BYTES);
        return new BlobWriter(this, id, disk.create(fileOf(id)), buffer, md5, checksums);
    }

    /// Begins a blob that is likely large and not read soon. It must be finished or closed.
    BlobWriter writeLarge(List<ChecksumAlgorithm> checksums) throws IOException {
        String id = nextId();
        DiskFile out = disk.createUncached(fileOf(id));
        return new BlobWriter(this, id, out, buffers.borrow(), Optional.empty(), checksums);
    }

    /// Its folder exists.
    private String nextId() throws IOException {
        String id;
        synchronized (random) {
            id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        }
        Path folder = folderOf(id);
        if (!folders.contains(folder)) {
            disk.createDirectories(folder);
            folders.add(folder);
        }
        return id;
    }

    /// Takes back what a writer wrote with.
    void giveBack(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            buffers.giveBack(buffer);
        }
    }

    /// Makes the name of a written blob durable.
    void keep(String id) throws IOException {
        disk.sync(folderOf(id));
    }

    /// @throws NoSuchFileException when it was deleted meanwhile
    InputStream read(String id, long offset, long length) throws IOException {
        return new BlobStream(disk.openForReading(fileOf(id)), offset, length);
    }

    /// Unlinks; readers that have it open keep it.
    void delete(String id) throws IOException {
        disk.delete(fileOf(id));
    }

    /// Deletes what no row refers to: left by a crash between the file and its row.
    void sweep(java.util.function.Predicate<String> referred) throws IOException {
        long swept = 0;
        for (Path folder : disk.list(blobs)) {
            for (Path name : disk.list(blobs.resolve(folder))) {
                String id = String.valueOf(name.getFileName());
                if (!referred.test(id)) {
                    delete(id);
                    swept++;
                }
            }
        }
        if (swept > 0) {
            LOG.log(Level.INFO, "Removed " + swept + " files of objects that were not finished");
        }
    }

    private Path fileOf(String id) {
        return folderOf(id).resolve(id);
    }

    private Path folderOf(String id) {
        return blobs.resolve(id.substring(0, 2));
    }

    /// A run of a blob's bytes.
    private static final class BlobStream extends InputStream {
        private final DiskFile file;

        /// Made at the first read: an object of many parts opens all its blobs at once.
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        private long at;
        private long remaining;

        BlobStream(DiskFile file, long offset, long length) {
            this.file = file;
            this.at = offset;
            this.remaining = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!buffer.hasRemaining() && !fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(into, offset, count);
            return count;
        }

        private boolean fill() throws IOException {
            if (remaining <= 0) {
                return false;
            }
            if (buffer.capacity() == 0) {
                buffer = ByteBuffer.allocate((int) Math.min(READ_BUFFER_BYTES, remaining));
            }
            buffer.clear().limit((int) Math.min(buffer.capacity(), remaining));
            int count = file.read(buffer, at);
            if (count < 0) {
                throw new IOException("A blob ended " + remaining + " bytes too soon");
            }
            buffer.flip();
            at += count;
            remaining -= count;
            return true;
        }

        @Override
        public void close() throws IOException {
            remaining = 0;
            buffer = ByteBuffer.allocate(0);
            file.close();
        }
    }
}
