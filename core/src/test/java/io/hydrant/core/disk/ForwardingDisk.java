package io.hydrant.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Another disk, as it is but for what a test makes of its files.
public abstract class ForwardingDisk implements Disk {
    private final Disk disk;

    protected ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    /// What is done before a file that was opened for writing is forced.
    protected abstract void beforeForce(Path file) throws IOException;

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new ForwardingFile(file, disk.create(file));
    }

    @Override
    public DiskFile createUncached(Path file) throws IOException {
        return new ForwardingFile(file, disk.createUncached(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new ForwardingFile(file, disk.open(file));
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return disk.openForReading(file);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public Instant lastModified(Path file) throws IOException {
        return disk.lastModified(file);
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

    private final class ForwardingFile implements DiskFile {
        private final Path path;
        private final DiskFile file;

        private ForwardingFile(Path path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void force() throws IOException {
            beforeForce(path);
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
