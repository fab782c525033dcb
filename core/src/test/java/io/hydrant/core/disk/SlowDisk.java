package io.hydrant.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A [MemoryDisk] whose forces in one folder take as long as one likes; those in others are not
/// held up. Safe for use from many threads.
public final class SlowDisk implements Disk {
    private final MemoryDisk disk = new MemoryDisk();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile String folder = "";

    /// From now on every force of a file in a folder of this name waits.
    public void holdForcesIn(String name) {
        folder = name;
    }

    /// Returns when a force waits.
    public void awaitHeldForce() throws InterruptedException {
        held.await();
    }

    /// Lets all forces go on, also later ones.
    public void letGo() {
        go.countDown();
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return slow(file, disk.create(file));
    }

    @Override
    public DiskFile createUncached(Path file) throws IOException {
        return create(file);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return slow(file, disk.open(file));
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return disk.openForReading(file);
    }

    private DiskFile slow(Path path, DiskFile file) {
        return folder.equals(nameOfFolder(path)) ? new SlowFile(file) : file;
    }

    private static String nameOfFolder(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    @Override
    public Instant lastModified(Path file) throws IOException {
        return disk.lastModified(file);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void sync(Path directory) throws IOException {
        disk.sync(directory);
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return disk.usableSpace(directory);
    }

    private final class SlowFile implements DiskFile {
        private final DiskFile file;

        private SlowFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public void force() throws IOException {
            held.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            file.force();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            file.write(from, offset);
        }

        @Override
        public void truncate(long lengthBytes) throws IOException {
            file.truncate(lengthBytes);
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
