package io.hydrant.server;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The folder that holds a server's whole state, locked while the server runs: one server per data directory.
///
///     credentials    the root access key (AWS shared-credentials format, mode 0600)
///     catalog.db     streams, roles, policies, stacks
///     log/           one folder of records per delivery stream
///     s3/            the embedded object store
///     tls/           the self-signed certificate, when asked for
///     lock           held by the running server
final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /// Creates the folder when missing, and locks it.
    ///
    /// @throws IOException with a message for people when another server has it
    static DataDirectory lock(Path root, Disk disk) throws IOException {
        FileChannel channel = openLock(root, disk);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException(
                    "The data directory "
                            + root
                            + " is in use by another Hydrant server. Stop that one, or choose another"
                            + " with --data.");
        }
        return new DataDirectory(root, channel);
    }

    private static FileChannel openLock(Path root, Disk disk) throws IOException {
        try {
            disk.createDirectories(root);
            return FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(
                    "The data directory %s cannot be made or written (%s). Choose another with --data."
                            .formatted(root, e),
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    Path credentials() {
        return root.resolve("credentials");
    }

    Path catalog() {
        return root.resolve("catalog.db");
    }

    Path logs() {
        return root.resolve("log");
    }

    Path objects() {
        return root.resolve("s3");
    }

    Path tls() {
        return root.resolve("tls");
    }

    /// Lets another server have the folder. The lock file stays: deleting it would race with the
    /// next server.
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
