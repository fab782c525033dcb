package io.hydrant.server;

import io.hydrant.core.catalog.HighWaterMark;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder that holds a server's whole state, locked while the server runs: one server per data
/// directory. All of it is for its owner only.
///
///     credentials    the root access key (AWS shared-credentials format, mode 0600)
///     catalog.db     streams, roles, policies, stacks
///     catalog.mark   how far the catalog had come
///     database       that the catalog is in a database elsewhere, and in which
///     database.mark  how far that had come
///     log/           one folder of records per delivery stream
///     s3/            the embedded object store
///     metrics.db     what was counted, minute by minute: no promise rests on it
///     keys/          the master key, once something was encrypted
///     logs.db        log groups and their events, once there are any
///     tls/           the self-signed certificate, when asked for
///     lost+found/    what a start found and no database named, under the same relative names
///     lock           held by the running server
///     running        which process that is, and where it answers
final class DataDirectory implements AutoCloseable {
    private final DataFolder folder;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.folder = new DataFolder(root);
        this.lockFile = lockFile;
    }

    /// Creates the folder when missing, and locks it.
    ///
    /// @throws IOException with a message for people when another server has it
    static DataDirectory lock(Path root, Disk disk) throws IOException {
        return lock(root, disk, "Stop that one, or choose another with --data.");
    }

    /// The same.
    ///
    /// @param nextStep what to do when another server has it
    static DataDirectory lock(Path root, Disk disk, String nextStep) throws IOException {
        FileChannel channel = openLock(root, disk);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException(
                    "The data directory "
                            + root
                            + " is in use by another Hydrant server"
                            + RunningServer.in(root).map(RunningServer::text).orElse("")
                            + ". "
                            + nextStep);
        }
        RunningServer.note(root, Optional.empty());
        return new DataDirectory(root, channel);
    }

    private static FileChannel openLock(Path root, Disk disk) throws IOException {
        try {
            disk.createDirectories(root);
            Path lock = root.resolve("lock");
            return FileChannel.open(
                    lock,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    OwnersOnly.ofFile(lock));
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

    /// Refuses to go on when one of the databases is gone but not what it told of, or is not what
    /// it was. Both are looked at before either is opened, and nothing is changed.
    ///
    /// @throws IOException with a message for people
    void checkWhole(Disk disk) throws IOException {
        checkFinished(disk);
        checkDatabase(folder.catalog(), folder.logs(), "records of delivery streams", disk);
        checkDatabase(folder.index(), folder.objects().resolve("blobs"), "objects", disk);
        catalogMark(disk).check(folder.catalog());
        S3Store.check(folder.objects(), disk);
        SqliteDatabase.checkKnown(disk, folder.index(), folder.catalogMark());
        SqliteDatabase.checkKnown(disk, folder.catalog(), folder.indexMark());
    }

    /// The same where the catalog is elsewhere.
    void checkWholeWithoutCatalog(Disk disk) throws IOException {
        checkFinished(disk);
        checkDatabase(folder.index(), folder.objects().resolve("blobs"), "objects", disk);
        S3Store.check(folder.objects(), disk);
    }

    private void checkFinished(Disk disk) throws IOException {
        if (disk.exists(folder.unfinishedBackup())) {
            throw new IOException(
                    "%s is a backup that was not finished (%s is there). Take another one, and choose another data directory with --data."
                            .formatted(folder.root(), folder.unfinishedBackup().getFileName()));
        }
    }

    /// How far the catalog had come.
    HighWaterMark catalogMark(Disk disk) {
        return new HighWaterMark(disk, folder.catalogMark(), HighWaterMark.Timing.WITH_EACH_COMMIT);
    }

    private void checkDatabase(Path database, Path beside, String what, Disk disk)
            throws IOException {
        if (isMissing(database, disk) && holdsFolders(beside, disk)) {
            throw new IOException(
                    "%s is missing or empty, but %s holds %s. Put the database back from a backup, or move %s away, and %s and %s too, to begin anew."
                            .formatted(
                                    database,
                                    beside,
                                    what,
                                    beside,
                                    folder.catalogMark(),
                                    folder.indexMark()));
        }
    }

    /// A database has its first page before anything is written beside it; SQLite removes what lies
    /// beside an empty one.
    private static boolean isMissing(Path database, Disk disk) throws IOException {
        if (!disk.exists(database)) {
            return true;
        }
        try (Disk.DiskFile file = disk.openForReading(database)) {
            return file.length() == 0;
        }
    }

    private static boolean holdsFolders(Path folder, Disk disk) throws IOException {
        try {
            for (Path name : disk.list(folder)) {
                if (!disk.list(folder.resolve(name)).isEmpty()) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return false;
        } catch (NotDirectoryException e) {
            return true;
        }
    }

    DataFolder folder() {
        return folder;
    }

    /// Has programs of this machine find the server.
    void answersAt(URI endpoint) {
        RunningServer.note(folder.root(), Optional.of(endpoint));
    }

    /// Lets another server have the folder. The lock file stays: deleting it would race with the
    /// next server.
    @Override
    public void close() throws IOException {
        RunningServer.forget(folder.root());
        lockFile.close();
    }
}
