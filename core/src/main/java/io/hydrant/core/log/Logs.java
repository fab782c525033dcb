package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.DiskRoom;
import io.hydrant.core.disk.FileCopy;
import io.hydrant.core.disk.WriteBuffers;
import io.hydrant.core.meter.Meters;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All logs, each in a directory of its own under one root. A log that was never written to has
/// none. Safe for use from many threads.
public final class Logs implements StreamLogs {
    /// Far below what an operating system allows a process, and enough for the streams that are
    /// written to in the same second.
    private static final int OPEN_MAX = 256;

    private static final int WRITE_BYTES = 256 * 1024;

    private final Path root;
    private final Disk disk;
    private final LogParts parts;
    private final ConcurrentMap<String, DurableLog> byId = new ConcurrentHashMap<>();

    /// Logs that could not be opened, because they are damaged. They stay closed until the next
    /// start: looking again costs time that others wait for.
    private final ConcurrentMap<String, LogDamagedException> damaged = new ConcurrentHashMap<>();

    /// How far logs had come, as something else than the log tells.
    private final ConcurrentMap<String, Long> expectedEnds = new ConcurrentHashMap<>();

    private final LogRefusals refusals = new LogRefusals();

    /// Held while a log is opened or deleted.
    private final ReentrantLock opening = new ReentrantLock();

    /// @param root exists, or is created with the first log
    public Logs(Path root, Disk disk, InstantSource clock, RandomGenerator random) {
        this(root, disk, clock, random, LogSettings.DEFAULT);
    }

    public Logs(
            Path root,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            LogSettings settings) {
        this(root, disk, clock, random, settings, Meters.unread());
    }

    public Logs(
            Path root,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            LogSettings settings,
            Meters meters) {
        this(root, disk, clock, random, settings, meters, LogSeals.NONE);
    }

    /// @param seals the keys of what is encrypted
    public Logs(
            Path root,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            LogSettings settings,
            Meters meters,
            LogSeals seals) {
        this.root = root.toAbsolutePath();
        this.disk = disk;
        this.parts =
                new LogParts(
                        disk,
                        clock,
                        random,
                        new DiskRoom(disk, root, settings.reservedBytes()),
                        new WriteBuffers(WRITE_BYTES),
                        new OpenLogs(OPEN_MAX),
                        new InvocationFilter(clock),
                        settings,
                        meters,
                        seals);
    }

    @Override
    public DurableLog log(String id) throws IOException {
        @Nullable DurableLog known = byId.get(id);
        return known == null ? open(id) : known;
    }

    private DurableLog open(String id) throws IOException {
        opening.lock();
        try {
            @Nullable DurableLog known = byId.get(id);
            if (known == null) {
                @Nullable LogDamagedException damage = damaged.get(id);
                if (damage != null) {
                    throw damage;
                }
                known = DurableLog.open(root.resolve(id), parts, expectedEnds.getOrDefault(id, 0L));
                byId.put(id, known);
            }
            return known;
        } catch (LogDamagedException e) {
            damaged.put(id, e);
            throw e;
        } finally {
            opening.unlock();
        }
    }

    @Override
    public void expectEnd(String id, long position) {
        expectedEnds.put(id, position);
    }

    @Override
    public Map<String, Long> ends() {
        Map<String, Long> ends = new HashMap<>();
        byId.forEach((id, log) -> ends.put(id, log.end().position()));
        return ends;
    }

    @Override
    public long append(String id, RecordBatch batch) throws IOException {
        return refusals.append(id, () -> log(id).append(batch));
    }

    @Override
    public RecordBatch sealed(String id, RecordBatch batch) throws IOException {
        return FrameSealer.sealed(batch, id, parts.seals().sealing(id, false));
    }

    @Override
    public Optional<LogDamagedException> damage(String id) {
        @Nullable DurableLog known = byId.get(id);
        return known == null ? Optional.ofNullable(damaged.get(id)) : known.damage();
    }

    @Override
    public Optional<Long> storedRecords(String id) {
        return Optional.ofNullable(byId.get(id)).map(DurableLog::recordsInFiles);
    }

    @Override
    public Optional<String> refusal(String id) {
        return refusals.of(id);
    }

    /// What is put aside lies in `lost+found` beside the root.
    @Override
    public void sortOut(Set<String> known, Set<String> doomed) throws IOException {
        new StoredLogs(this, root, disk).sortOut(known, doomed);
    }

    /// The ids of all logs that are on disk.
    public List<String> stored() throws IOException {
        return disk.names(root);
    }

    /// Copies what is on disk of a log into a directory that is not there yet. Records may be
    /// appended meanwhile: the copy ends behind one of them. Nothing may be trimmed. The names that
    /// SDKs gave to requests are copied with their records alone.
    ///
    /// @return how many bytes; 0 when the log was never written to
    public long copy(String id, Path to) throws IOException {
        Path directory = root.resolve(id);
        List<Path> names;
        try {
            names = disk.list(directory);
        } catch (NoSuchFileException e) {
            return 0;
        }
        disk.createDirectories(to);
        FileCopy copying = new FileCopy(disk);
        long bytes = 0;
        // What tells of records is copied before the records: it must not know more than there are.
        for (boolean segments : new boolean[] {false, true}) {
            for (Path name : names) {
                boolean isLeft =
                        SpareSegment.isName(name)
                                || InvocationFiles.isName(name)
                                || ScratchFile.isName(name);
                if (Segment.isName(name) == segments && !isLeft) {
                    bytes += copying.copy(directory.resolve(name), to.resolve(name));
                }
            }
        }
        disk.sync(to);
        return bytes;
    }

    @Override
    public void delete(String id) throws IOException {
        Path directory = root.resolve(id);
        opening.lock();
        try {
            damaged.remove(id);
            refusals.forget(id);
            @Nullable DurableLog known = byId.remove(id);
            if (known != null) {
                known.close();
            }
            for (Path name : disk.list(directory)) {
                disk.delete(directory.resolve(name));
            }
            disk.delete(directory);
            disk.sync(root);
        } catch (NoSuchFileException e) {
            // Never written to, so there is nothing to remove.
        } finally {
            opening.unlock();
        }
    }

    /// Waits for appends that are under way, and closes all files, also when one cannot be closed.
    @Override
    public void close() throws IOException {
        @Nullable IOException failure = null;
        for (DurableLog log : byId.values()) {
            try {
                log.close();
            } catch (IOException | RuntimeException e) {
                IOException next = new IOException("Cannot close " + log.directory() + ": " + e, e);
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
