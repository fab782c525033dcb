package io.hydrant.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The file system of this machine. What it makes is for its owner only, whatever the umask: files
/// hold other people's records, and secrets.
public final class RealDisk implements Disk {
    private static final FileAttribute<?>[] OF_FILES = ownersOnly("rw-------");
    private static final FileAttribute<?>[] OF_DIRECTORIES = ownersOnly("rwx------");

    private static FileAttribute<?>[] ownersOnly(String permissions) {
        boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static final Set<OpenOption> CREATING =
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);

    @Override
    public void createDirectories(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = Objects.requireNonNullElse(absolute.getParent(), absolute);
        if (Files.isDirectory(absolute)) {
            // Whoever made it may have been killed before the next line; unless that was not us.
            if (Files.isReadable(parent)) {
                sync(parent);
            }
            return;
        }
        createDirectories(parent);
        try {
            Files.createDirectory(absolute, OF_DIRECTORIES);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(absolute)) {
                throw e;
            }
        }
        sync(parent);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, CREATING, OF_FILES));
    }

    @Override
    public DiskFile createUncached(Path file) throws IOException {
        return new UncachedFile(file, create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return opened(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return opened(file, StandardOpenOption.READ);
    }

    private static DiskFile opened(Path file, OpenOption... options) throws IOException {
        return new ChannelFile(FileChannel.open(file, options));
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public Instant lastModified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(Path::getFileName).sorted().toList();
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Asks the kernel directly: [Files#getFileStore] reads the table of mounts each time.
    @Override
    public long usableSpace(Path directory) {
        return directory.toFile().getUsableSpace();
    }

    private record ChannelFile(FileChannel channel) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return channel.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            long at = offset;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        }

        /// Without the times of change, which nobody asks for: one journal write less.
        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long lengthBytes) throws IOException {
            channel.truncate(lengthBytes);
        }

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
