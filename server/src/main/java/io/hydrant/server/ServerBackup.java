package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.FileCopy;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.stream.DeliveryStreams;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Copies the state of a running server into a folder that is a data directory then: a server can
/// be started with it.
///
/// 1. Delivery is halted: what is being put ends, and is written down. Records are taken meanwhile.
/// 2. The catalog, the index of objects and the logs are copied. What was acknowledged before the
///    backup began is in the copy, and delivered once in the copy's life.
/// 3. Delivery goes on. The blobs that the copied index names are copied; none is deleted before.
///
/// Until it is whole the folder holds a file `backup.unfinished`, and no server starts with it. One
/// backup at a time; for use from many threads.
final class ServerBackup {
    /// Where the state stands.
    sealed interface State {
        record None() implements State {}

        record Running(Path to, String doing, long bytes) implements State {}

        record Done(Path to, long bytes, long logs, long blobs, Instant begun) implements State {}

        record Failed(Path to, String reason) implements State {}
    }

    /// A backup that cannot be begun, with the reason and what to do.
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private static final Logger LOG = System.getLogger(ServerBackup.class.getName());

    /// A large object takes seconds to put.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DataFolder data;
    private final Disk disk;
    private final Database catalog;
    private final S3Store store;
    private final DeliveryStreams streams;
    private final Optional<Logs> logs;
    private final DeliveryEngine engine;
    private final InstantSource clock;
    private volatile State state = new State.None();

    ServerBackup(
            DataFolder data,
            Disk disk,
            Database catalog,
            S3Store store,
            DeliveryStreams streams,
            Optional<Logs> logs,
            DeliveryEngine engine,
            InstantSource clock) {
        this.data = data;
        this.disk = disk;
        this.catalog = catalog;
        this.store = store;
        this.streams = streams;
        this.logs = logs;
        this.engine = engine;
        this.clock = clock;
    }

    State state() {
        return state;
    }

    /// Begins a backup, which goes on in a thread of its own.
    ///
    /// @param to an absolute path to nothing yet, or to an empty folder
    synchronized void begin(Path to) throws RefusedException {
        if (state instanceof State.Running running) {
            throw new RefusedException(
                    "A backup to " + running.to() + " is under way. Wait until it is done.");
        }
        if (logs.isEmpty()) {
            throw new RefusedException(
                    "The records are in Kafka, which keeps them on several brokers; a copy without"
                            + " them would not be whole. See docs/operations/kafka.md for what to"
                            + " copy.");
        }
        if (!(catalog instanceof SqliteDatabase)) {
            throw new RefusedException(
                    "The catalog of this server is in a PostgreSQL database, which this backup"
                        + " would not have. Stop the server, and copy its data directory and the"
                        + " database (pg_dump) while it is stopped:"
                        + " docs/operations/postgresql.md.");
        }
        makeTarget(to);
        Instant begun = clock.instant();
        state = new State.Running(to, "waiting for what is being delivered", 0);
        Thread.ofPlatform().name("backup").daemon().start(() -> run(to, begun));
    }

    private void makeTarget(Path to) throws RefusedException {
        Path target = to.normalize();
        if (!to.isAbsolute()) {
            throw new RefusedException(to + " is not an absolute path.");
        }
        if (target.startsWith(data.root()) || data.root().startsWith(target)) {
            throw new RefusedException(
                    to
                            + " is in the data directory, or holds it. Choose a folder elsewhere,"
                            + " best on another disk.");
        }
        try {
            if (disk.exists(to) && !disk.list(to).isEmpty()) {
                throw new RefusedException(
                        to + " is not empty. A backup needs a folder of its own.");
            }
            disk.createDirectories(to);
            write(new DataFolder(to).unfinishedBackup(), "This backup is not finished.\n");
        } catch (NotDirectoryException e) {
            throw new RefusedException(to + " is a file. A backup needs a folder of its own.");
        } catch (IOException e) {
            throw new RefusedException(
                    "The server cannot write to %s: %s. The path is one of the server's machine, and the server's user must be allowed to write there."
                            .formatted(to, e));
        }
    }

    private void run(Path to, Instant begun) {
        try {
            State.Done done = copied(to, begun, logs.orElseThrow());
            state = done;
            LOG.log(Level.INFO, "Backed up to {0}, {1} bytes", to, done.bytes());
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The backup to " + to + " failed", e);
            state = new State.Failed(to, String.valueOf(e.getMessage()));
        }
    }

    private State.Done copied(Path to, Instant begun, Logs inFolders) throws IOException {
        long copiedLogs = 0;
        long bytes = 0;
        DataFolder copy = new DataFolder(to);
        try (S3Store.Keeping _ = store.keepBlobs()) {
            try (DeliveryEngine.Halt _ = engine.halt(PATIENCE)) {
                List<String> stored = inFolders.stored();
                bytes += copyDatabases(copy);
                Set<String> known =
                        streams.all().stream()
                                .flatMap(stream -> stream.logIds().stream())
                                .collect(Collectors.toSet());
                for (String log : stored) {
                    if (known.contains(ProcessedLog.streamsOwn(log))) {
                        state = new State.Running(to, "copying logs", bytes);
                        bytes += inFolders.copy(log, copy.logs().resolve(log));
                        copiedLogs++;
                    }
                }
            }
            long before = bytes;
            S3Store.Copied blobs =
                    store.copyBlobs(
                            copy.objects(),
                            count ->
                                    state =
                                            new State.Running(
                                                    to, "copying objects", before + count));
            bytes += blobs.bytes();
            bytes += copySecrets(copy);
            finish(to, begun);
            return new State.Done(to, bytes, copiedLogs, blobs.blobs(), begun);
        }
    }

    /// The catalog first: a bucket that it does not know yet is no harm, one that it knows and that
    /// is not there would be.
    private long copyDatabases(DataFolder copy) throws IOException {
        state = new State.Running(copy.root(), "copying the databases", 0);
        long bytes = ((SqliteDatabase) catalog).copyTo(copy.catalog(), disk);
        disk.createDirectories(copy.objects());
        bytes += store.copyIndex(copy.objects());
        SqliteDatabase.markCopies(
                disk, copy.catalog(), copy.catalogMark(), copy.index(), copy.indexMark());
        return bytes;
    }

    private long copySecrets(DataFolder copy) throws IOException {
        FileCopy copying = new FileCopy(disk);
        long bytes = 0;
        if (disk.exists(data.credentials())) {
            bytes += copying.copy(data.credentials(), copy.credentials());
        }
        bytes += copyFolder(data.tls(), copy.tls(), copying);
        bytes += copyFolder(data.keys(), copy.keys(), copying);
        return bytes;
    }

    private long copyFolder(Path from, Path to, FileCopy copying) throws IOException {
        Optional<List<Path>> names = names(from);
        long bytes = 0;
        if (names.isPresent()) {
            disk.createDirectories(to);
            for (Path name : names.get()) {
                bytes += copying.copy(from.resolve(name), to.resolve(name));
            }
            disk.sync(to);
        }
        return bytes;
    }

    private Optional<List<Path>> names(Path folder) throws IOException {
        try {
            return Optional.of(disk.list(folder));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void finish(Path to, Instant begun) throws IOException {
        disk.sync(to);
        write(to.resolve("backup.taken"), "taken " + begun + " of " + data.root() + "\n");
        disk.delete(new DataFolder(to).unfinishedBackup());
        disk.sync(to);
    }

    private void write(Path file, String text) throws IOException {
        try (Disk.DiskFile created = disk.create(file)) {
            created.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            created.force();
        }
    }
}
