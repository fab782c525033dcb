package io.hydrant.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where a start keeps what it finds and no database names: nothing is deleted because it is
/// unknown. A file or folder of the data directory keeps its relative name,
///
///     DATA/s3/blobs/ab/ab12…        DATA/lost+found/s3/blobs/ab/ab12…
///     DATA/log/0123…/               DATA/lost+found/log/0123…/
///
/// so that it is found again, and moved back, when a database names it after all. What cannot be
/// moved stays where it is. For one thread; [#settle] makes what was done durable.
public final class LostAndFound {
    public static final String NAME = "lost+found";

    private final Disk disk;
    private final Path data;
    private final Set<Path> changed = new LinkedHashSet<>();

    /// @param data the folder that names are relative to
    public LostAndFound(Disk disk, Path data) {
        this.disk = disk;
        this.data = data;
    }

    /// Where a file or folder of the data directory is kept, if it is.
    public Path placeOf(Path file) {
        return data.resolve(NAME).resolve(data.relativize(file));
    }

    /// The names in a folder that is kept here, or of what is kept of it; none when it cannot be
    /// looked into. (The root of a file system may have a `lost+found` that is not ours.)
    public List<String> names(Path folder) {
        try {
            return disk.list(placeOf(folder)).stream().map(Path::toString).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Moves it here.
    ///
    /// @throws IOException when that is not possible: then it is where it was
    public void keep(Path file) throws IOException {
        move(file, placeOf(file));
    }

    /// Moves it back to where it was. Whether it was here.
    public boolean putBack(Path file) throws IOException {
        Path place = placeOf(file);
        if (!disk.exists(place)) {
            return false;
        }
        move(place, file);
        return true;
    }

    private void move(Path from, Path to) throws IOException {
        Path folder = parent(to);
        disk.createDirectories(folder);
        disk.rename(from, to);
        changed.add(parent(from));
        changed.add(folder);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is in no folder");
        }
        return parent;
    }

    /// Makes what was moved durable.
    public void settle() throws IOException {
        for (Path folder : changed) {
            disk.sync(folder);
        }
        changed.clear();
    }
}
