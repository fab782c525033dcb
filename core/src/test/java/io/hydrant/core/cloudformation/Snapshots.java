package io.hydrant.core.cloudformation;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.objectstore.StoreDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/// Copies of a cloud's directory, one at every commit of its databases, just before it takes
/// effect: each is what a server that is killed at that moment leaves behind.
final class Snapshots implements SQLiteCommitListener {
    private static final int ATTEMPTS_MAX = 50;

    private final Path directory;
    private final Path into;
    private final List<Path> taken = new ArrayList<>();
    private int attempts;

    private Snapshots(Path directory, Path into) {
        this.directory = directory;
        this.into = into;
    }

    /// Takes a snapshot at every commit from now on.
    static Snapshots of(Cloud cloud, Path into) throws IOException {
        Snapshots snapshots = new Snapshots(cloud.directory(), into);
        snapshots.listenTo(cloud.catalog);
        snapshots.listenTo(StoreDatabase.of(cloud.store));
        return snapshots;
    }

    /// Without checkpoints the database's file stays as it is while it is copied, and what is being
    /// appended to the write-ahead log does not count yet.
    private void listenTo(Database database) throws IOException {
        database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = 0");
            }
            ((SQLiteConnection) connection).addCommitListener(this);
            return true;
        });
    }

    /// What others write meanwhile, such as the files of buckets, may be renamed while it is
    /// copied: then the copy is taken anew.
    @Override
    public synchronized void onCommit() {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Path copy = into.resolve(taken.size() + "-" + attempts++);
            try {
                copyTo(copy);
                taken.add(copy);
                return;
            } catch (NoSuchFileException vanished) {
                // Copied again.
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("No copy without a change in between: " + directory);
    }

    private void copyTo(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted().toList()) {
                Path target = copy.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().endsWith("-shm")) {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Override
    public void onRollback() {}

    synchronized List<Path> taken() {
        return List.copyOf(taken);
    }
}
