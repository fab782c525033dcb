package io.hydrant.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A disk in memory that keeps its word and not more: after [#losePower] what was forced is there,
/// and of all else some, in part. It can also be full, and can fail any call. Safe for use from
/// many threads.
public final class MemoryDisk implements Disk {

    /// Is asked before and after every call; may refuse it, or cut the power.
    @FunctionalInterface
    public interface Trouble {
        void on(String call, Path file) throws IOException;
    }

    /// A change to the names in a directory that was not synced.
    private sealed interface Entry {
        record Put(Path name, MemoryFile file) implements Entry {}

        record Removed(Path name) implements Entry {}

        record Renamed(Path from, Path to, MemoryFile file) implements Entry {}

        record PutDirectory(Path name) implements Entry {}

        record RemovedDirectory(Path name) implements Entry {}

        record RenamedDirectory(Path from, Path to) implements Entry {}
    }

    private final Map<Path, MemoryFile> seen = new HashMap<>();
    private final TreeMap<Path, MemoryFile> synced = new TreeMap<>();
    private final TreeMap<Path, List<Entry>> unsynced = new TreeMap<>();
    private final TreeSet<Path> directories = new TreeSet<>();
    private final TreeSet<Path> syncedDirectories = new TreeSet<>();
    private final Set<Handle> open = new HashSet<>();
    private long capacityBytes = Long.MAX_VALUE;
    private long forces;
    private boolean hasPower = true;
    private Trouble trouble = (call, file) -> {};

    /// From now on no more than so many bytes fit.
    public synchronized void capacity(long bytes) {
        capacityBytes = bytes;
    }

    public synchronized void trouble(Trouble next) {
        trouble = next;
    }

    /// How many files were forced.
    public synchronized long forces() {
        return forces;
    }

    /// Bytes in all files.
    public synchronized long usedBytes() {
        return seen.values().stream().mapToLong(MemoryFile::length).sum();
    }

    /// All files and their lengths. Unlike the calls of a [Disk] this meets no trouble.
    public synchronized Map<Path, Integer> files() {
        Map<Path, Integer> lengths = new TreeMap<>();
        seen.forEach((path, file) -> lengths.put(path, file.length()));
        return lengths;
    }

    /// What a file holds, if there is one. Meets no trouble.
    public synchronized Optional<byte[]> content(Path file) {
        return Optional.ofNullable(seen.get(absolute(file)))
                .map(found -> {
                    ByteBuffer bytes = ByteBuffer.allocate(found.length());
                    found.read(bytes, 0);
                    return bytes.array();
                });
    }

    /// The files that are open for reading only, each as often as it is.
    public synchronized List<Path> openForReading() {
        return open.stream().filter(handle -> !handle.isWritable).map(Handle::path).toList();
    }

    /// The files that are open for writing, each as often as it is.
    public synchronized List<Path> openForWriting() {
        return open.stream().filter(handle -> handle.isWritable).map(Handle::path).toList();
    }

    /// From now on every call fails, also those of open files.
    public synchronized void cutPower() {
        hasPower = false;
    }

    public synchronized boolean hasPower() {
        return hasPower;
    }

    /// Cuts the power and returns what a machine finds that is started afterwards.
    public synchronized MemoryDisk losePower(RandomGenerator random) {
        hasPower = false;
        MemoryDisk after = new MemoryDisk();
        unsynced.values()
                .forEach(entries ->
                        entries.subList(0, random.nextInt(entries.size() + 1))
                                .forEach(this::persist));
        synced.keySet().removeIf(path -> !syncedDirectories.contains(path.getParent()));
        synced.values().forEach(file -> file.losePower(random));
        after.seen.putAll(synced);
        after.synced.putAll(synced);
        after.directories.addAll(syncedDirectories);
        after.syncedDirectories.addAll(syncedDirectories);
        after.capacityBytes = capacityBytes;
        return after;
    }

    /// Ends every program that uses the disk, and returns what the next ones find: everything, for
    /// the machine goes on; but what was not forced can still be lost.
    public synchronized MemoryDisk killPrograms() {
        hasPower = false;
        MemoryDisk after = new MemoryDisk();
        after.seen.putAll(seen);
        after.synced.putAll(synced);
        unsynced.forEach((path, entries) -> after.unsynced.put(path, new ArrayList<>(entries)));
        after.directories.addAll(directories);
        after.syncedDirectories.addAll(syncedDirectories);
        after.capacityBytes = capacityBytes;
        return after;
    }

    private void persist(Entry entry) {
        switch (entry) {
            case Entry.Put put -> synced.put(put.name(), put.file());
            case Entry.Removed removed -> synced.remove(removed.name());
            case Entry.Renamed renamed -> {
                synced.remove(renamed.from());
                synced.put(renamed.to(), renamed.file());
            }
            case Entry.PutDirectory put -> syncedDirectories.add(put.name());
            case Entry.RemovedDirectory removed -> syncedDirectories.remove(removed.name());
            case Entry.RenamedDirectory renamed -> {
                moveKeys(synced, renamed.from(), renamed.to());
                moveAll(syncedDirectories, renamed.from(), renamed.to());
            }
        }
    }

    private void check(String call, Path file) throws IOException {
        if (hasPower) {
            trouble.on(call, file);
        }
        if (!hasPower) {
            throw new PowerCutException();
        }
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        check("createDirectories", directory);
        Path path = absolute(directory);
        @Nullable Path parent = path.getParent();
        if (parent == null) {
            directories.add(path);
            syncedDirectories.add(path);
            return;
        }
        if (!directories.contains(path)) {
            createDirectories(
                    parent); // Whoever made that may have been killed before it was synced.
        }
        if (directories.add(path)) {
            change(path, new Entry.PutDirectory(path));
            check("createdDirectory", directory);
        }
        persistAll(parent);
        check("createdDirectories", directory);
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        check("create", file);
        Path path = absolute(file);
        if (seen.containsKey(path)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (!directories.contains(path.getParent())) {
            throw new NoSuchFileException(file.toString());
        }
        MemoryFile created = new MemoryFile();
        seen.put(path, created);
        change(path, new Entry.Put(path, created));
        check("created", file);
        return new Handle(file, created, true);
    }

    @Override
    public DiskFile createUncached(Path file) throws IOException {
        return create(file);
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        check("open", file);
        return new Handle(file, existing(file), true);
    }

    @Override
    public synchronized DiskFile openForReading(Path file) throws IOException {
        check("openForReading", file);
        return new Handle(file, existing(file), false);
    }

    private MemoryFile existing(Path file) throws NoSuchFileException {
        MemoryFile found = seen.get(absolute(file));
        if (found == null) {
            throw new NoSuchFileException(file.toString());
        }
        return found;
    }

    @Override
    public synchronized boolean exists(Path file) throws IOException {
        check("exists", file);
        return seen.containsKey(absolute(file)) || directories.contains(absolute(file));
    }

    @Override
    public synchronized List<Path> list(Path directory) throws IOException {
        check("list", directory);
        Path path = absolute(directory);
        if (!directories.contains(path)) {
            throw new NoSuchFileException(directory.toString());
        }
        return Stream.concat(seen.keySet().stream(), directories.stream())
                .filter(entry -> path.equals(entry.getParent()))
                .map(Path::getFileName)
                .sorted()
                .toList();
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        check("rename", from);
        if (directories.contains(absolute(from))) {
            renameDirectory(absolute(from), absolute(to));
            check("renamed", from);
            return;
        }
        MemoryFile file = existing(from);
        seen.remove(absolute(from));
        seen.put(absolute(to), file);
        change(absolute(to), new Entry.Renamed(absolute(from), absolute(to), file));
        check("renamed", from);
    }

    private void renameDirectory(Path from, Path to) throws IOException {
        if (directories.contains(to)) {
            throw new DirectoryNotEmptyException(to.toString());
        }
        moveKeys(seen, from, to);
        moveKeys(unsynced, from, to);
        moveAll(directories, from, to);
        change(to, new Entry.RenamedDirectory(from, to));
    }

    private static <T> void moveKeys(Map<Path, T> map, Path from, Path to) {
        for (Path path : List.copyOf(map.keySet())) {
            if (path.startsWith(from)) {
                map.put(moved(path, from, to), map.remove(path));
            }
        }
    }

    private static void moveAll(Set<Path> paths, Path from, Path to) {
        for (Path path : List.copyOf(paths)) {
            if (path.startsWith(from)) {
                paths.remove(path);
                paths.add(moved(path, from, to));
            }
        }
    }

    private static Path moved(Path path, Path from, Path to) {
        return to.resolve(from.relativize(path)).normalize();
    }

    /// There is no clock: all files are of the same time.
    @Override
    public synchronized Instant lastModified(Path file) throws IOException {
        check("lastModified", file);
        if (!directories.contains(absolute(file)) && !seen.containsKey(absolute(file))) {
            throw new NoSuchFileException(file.toString());
        }
        return Instant.EPOCH;
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        check("delete", file);
        Path path = absolute(file);
        if (directories.contains(path)) {
            if (!list(file).isEmpty()) {
                throw new DirectoryNotEmptyException(file.toString());
            }
            directories.remove(path);
            change(path, new Entry.RemovedDirectory(path));
        }
        if (seen.remove(path) != null) {
            change(path, new Entry.Removed(path));
        }
        check("deleted", file);
    }

    private void change(Path path, Entry entry) {
        unsynced.computeIfAbsent(path.getParent(), directory -> new ArrayList<>()).add(entry);
    }

    @Override
    public synchronized void sync(Path directory) throws IOException {
        check("sync", directory);
        if (!directories.contains(absolute(directory))) {
            throw new NoSuchFileException(directory.toString());
        }
        persistAll(absolute(directory));
        check("synced", directory);
    }

    private void persistAll(Path directory) {
        @Nullable List<Entry> entries = unsynced.remove(directory);
        if (entries != null) {
            entries.forEach(this::persist);
        }
    }

    @Override
    public synchronized long usableSpace(Path directory) throws IOException {
        check("usableSpace", directory);
        return Math.max(0, capacityBytes - usedBytes());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /// An open file.
    private final class Handle implements DiskFile {
        private final Path path;
        private final MemoryFile file;
        private final boolean isWritable;
        private boolean isOpen = true;

        private Handle(Path path, MemoryFile file, boolean isWritable) {
            this.path = path;
            this.file = file;
            this.isWritable = isWritable;
            open.add(this);
        }

        private Path path() {
            return path;
        }

        private void checkOpen(String call) throws IOException {
            if (!isOpen) {
                throw new IOException(path + " is closed");
            }
            check(call, path);
        }

        private void checkWritable(String call) throws IOException {
            if (!isWritable) {
                throw new NonWritableChannelException();
            }
            checkOpen(call);
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            synchronized (MemoryDisk.this) {
                checkOpen("read");
                return file.read(into, offset);
            }
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            synchronized (MemoryDisk.this) {
                checkWritable("write");
                int wanted = from.remaining();
                long growth = Math.max(0, offset + wanted - file.length());
                long missing = Math.max(0, growth - Math.max(0, capacityBytes - usedBytes()));
                byte[] bytes = new byte[(int) (wanted - Math.min(wanted, missing))];
                from.get(bytes);
                file.write(bytes, offset);
                if (bytes.length < wanted) {
                    throw new IOException("No space left on device");
                }
                check("wrote", path);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (MemoryDisk.this) {
                checkOpen("force");
                file.force();
                forces++;
                check("forced", path);
            }
        }

        @Override
        public void truncate(long lengthBytes) throws IOException {
            synchronized (MemoryDisk.this) {
                checkWritable("truncate");
                file.truncate(lengthBytes);
                check("truncated", path);
            }
        }

        @Override
        public long length() throws IOException {
            synchronized (MemoryDisk.this) {
                checkOpen("length");
                return file.length();
            }
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                isOpen = false;
                open.remove(this);
            }
        }
    }
}
