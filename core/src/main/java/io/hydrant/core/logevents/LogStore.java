package io.hydrant.core.logevents;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database.Work;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file of log groups and events, opened when it is first asked for: a server that nobody asks
/// about logs has none. Safe for use from many threads.
final class LogStore implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LogStore.class.getName());

    private final Optional<Path> file;
    private final Disk disk;

    /// Guarded by this, as what is below.
    private @Nullable SqliteDatabase open;

    private boolean isClosed;

    LogStore(Optional<Path> file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    /// Whether there is anything in it, as far as can be seen without opening it.
    boolean isThere() {
        try {
            return file.isPresent() && disk.exists(file.get());
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /// Whether it can be used at all.
    boolean isServed() {
        return file.isPresent();
    }

    private synchronized SqliteDatabase database() throws IOException {
        if (open != null) {
            return open;
        }
        Path place =
                file.orElseThrow(() -> LogsError.INVALID_OPERATION.because(LogEvents.NOT_SERVED));
        if (isClosed) {
            throw new IOException("The server is stopping");
        }
        if (!disk.exists(place)) {
            disk.create(place).close(); // for its owner only; SQLite's other files follow
        }
        open = SqliteDatabase.openAll(place, List.of(LogsSchema.SCHEMA));
        return open;
    }

    /// @throws io.hydrant.aws.ServiceException also when the file cannot be read
    <T extends @Nullable Object> T read(Work<T> work) {
        try {
            return database().read(work);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /// Returns once it is durable.
    ///
    /// @throws io.hydrant.aws.ServiceException also when the file cannot be written
    <T extends @Nullable Object> T write(Work<T> work) {
        try {
            return database().write(work);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static ServiceException unavailable(IOException trouble) {
        LOG.log(Level.WARNING, "The store of log events failed: {0}", trouble.getMessage());
        return LogsError.SERVICE_UNAVAILABLE.because("The service is unavailable.");
    }

    @Override
    public void close() throws IOException {
        SqliteDatabase known;
        synchronized (this) {
            isClosed = true;
            known = open;
            open = null;
        }
        if (known != null) {
            known.close();
        }
    }
}
