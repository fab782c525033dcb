package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.FileCopy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/// Copies the blobs that an index names into the folder of another store. Their bytes are not
/// looked at: whoever reads the copy compares them. For one thread.
final class BlobCopy {
    /// How many names are held at once.
    private static final int NAMES_MAX = 1000;

    private final Blobs from;
    private final Disk disk;
    private final Path to;
    private final FileCopy copying;
    private final Set<Path> folders = new HashSet<>();
    private long count;
    private long bytes;

    /// @param folder of the other store
    BlobCopy(Blobs from, Path folder) {
        this.from = from;
        this.disk = from.disk();
        this.to = folder.resolve("blobs");
        this.copying = new FileCopy(disk);
    }

    S3Store.Copied copy(Path index, LongConsumer progress) throws IOException {
        disk.createDirectories(to);
        String last = "";
        List<String> names = namesAfter(index, last);
        while (!names.isEmpty()) {
            for (String name : names) {
                copy(name);
                progress.accept(bytes);
            }
            last = names.getLast();
            names = namesAfter(index, last);
        }
        for (Path folder : folders) {
            disk.sync(folder);
        }
        return new S3Store.Copied(count, bytes);
    }

    private void copy(String name) throws IOException {
        Path source = from.fileOf(name);
        Path folder = to.resolve(from.root().relativize(source)).getParent();
        if (folder == null) {
            throw new IllegalStateException("A blob without a folder: " + source);
        }
        if (folders.add(folder)) {
            disk.createDirectories(folder);
        }
        try {
            bytes += copying.copy(source, folder.resolve(name));
            count++;
        } catch (NoSuchFileException e) {
            throw new IOException(
                    source
                            + " is missing, which an object is made of. `hydrant check` tells which.",
                    e);
        }
    }

    private static List<String> namesAfter(Path index, String last) throws IOException {
        return SqliteDatabase.readFile(
                index,
                connection ->
                        Sql.all(
                                connection,
                                "SELECT id FROM blob WHERE id > ? ORDER BY id LIMIT ?",
                                row -> row.getString(1),
                                last,
                                NAMES_MAX));
    }
}
