package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The requests that SDKs named and that one log took last, in its order: a few in memory, the
/// others in two files of [TakenRequest]s beside the log. When one is full, the other is emptied
/// and written to, so that the last 100,000 are always there, in at most 8 MB.
///
/// What is written is forced only by [#force], since it can be found in the log as well. After a
/// power cut a file therefore counts up to the first request that is not whole. One file is forced
/// before the other is begun. Safe for use from many threads.
final class InvocationFiles {
    /// Of one file.
    static final int REQUESTS_MAX = 100_000;

    /// Are gathered before they are written, which takes as long as all else of a small request.
    static final int GATHERED_MAX = 128;

    private static final int FEW = 4;
    private static final int WINDOW_REQUESTS = 1600;
    private static final List<Path> NAMES =
            List.of(Path.of("invocations.0"), Path.of("invocations.1"));

    private final Disk disk;
    private final Path directory;
    private final int requestsMax;

    /// Guards what is below; not held while files are looked through.
    private final ReentrantLock lock = new ReentrantLock();

    private byte[] gathered = new byte[0];
    private int gatheredCount;

    /// How many requests each file has.
    private final int[] counts = new int[NAMES.size()];

    private final boolean[] isUnforced = new boolean[NAMES.size()];
    private boolean hasNewName;

    /// Which file is written to.
    private int current;

    InvocationFiles(Disk disk, Path directory, int requestsMax) {
        this.disk = disk;
        this.directory = directory;
        this.requestsMax = requestsMax;
    }

    /// Whether this is one of the files.
    static boolean isName(Path name) {
        return NAMES.contains(name);
    }

    private Path file(int index) {
        return directory.resolve(NAMES.get(index));
    }

    /// Adds a request that came after all the others.
    ///
    /// @throws IOException when those before cannot be written; then [#load] before the next
    void add(TakenRequest request) throws IOException {
        lock.lock();
        try {
            if (gatheredCount == GATHERED_MAX) {
                write();
            }
            int at = gatheredCount * TakenRequest.BYTES;
            if (at == gathered.length) {
                int room = Math.max(FEW * TakenRequest.BYTES, 2 * at);
                gathered = Arrays.copyOf(gathered, room);
            }
            request.write(gathered, at);
            gatheredCount++;
        } finally {
            lock.unlock();
        }
    }

    /// Writes those that are in memory to a file.
    void flush() throws IOException {
        lock.lock();
        try {
            write();
        } finally {
            lock.unlock();
        }
    }

    private void write() throws IOException {
        if (gatheredCount == 0) {
            return;
        }
        if (counts[current] >= requestsMax) {
            rotate();
        }
        isUnforced[current] = true;
        try (DiskFile file = openOrCreate(current)) {
            int bytes = gatheredCount * TakenRequest.BYTES;
            file.write(ByteBuffer.wrap(gathered, 0, bytes), offset(counts[current]));
        }
        counts[current] += gatheredCount;
        gatheredCount = 0;
    }

    private void rotate() throws IOException {
        forceFiles();
        int other = 1 - current;
        counts[other] = 0;
        try (DiskFile file = openOrCreate(other)) {
            file.truncate(0);
            file.force();
        }
        current = other;
    }

    private DiskFile openOrCreate(int index) throws IOException {
        if (disk.exists(file(index))) {
            return disk.open(file(index));
        }
        hasNewName = true;
        return disk.create(file(index));
    }

    private static long offset(int count) {
        return (long) count * TakenRequest.BYTES;
    }

    /// All that was added is in files, and durable, when this returns.
    void force() throws IOException {
        lock.lock();
        try {
            write();
            forceFiles();
        } finally {
            lock.unlock();
        }
    }

    private void forceFiles() throws IOException {
        for (int i = 0; i < isUnforced.length; i++) {
            if (isUnforced[i]) {
                try (DiskFile file = openOrCreate(i)) {
                    file.force();
                }
                isUnforced[i] = false;
            }
        }
        if (hasNewName) {
            disk.sync(directory);
            hasNewName = false;
        }
    }

    /// Reads what is in the files, and forgets what is in memory only. What is not whole, or tells
    /// of records behind the end of the log, is cut off with all that follows.
    ///
    /// @param each is told of every request, in no order
    /// @return up to which position the log needs no looking through
    long load(long logEnd, Consumer<TakenRequest> each) throws IOException {
        lock.lock();
        try {
            gatheredCount = 0;
            long[] ends = new long[counts.length];
            for (int i = 0; i < counts.length; i++) {
                ends[i] = disk.exists(file(i)) ? load(i, logEnd, each) : 0;
            }
            current = ends[1] > ends[0] ? 1 : 0;
            return ends[current];
        } finally {
            lock.unlock();
        }
    }

    /// Returns where the records of its last request end.
    private long load(int index, long logEnd, Consumer<TakenRequest> each) throws IOException {
        counts[index] = 0;
        hasNewName = true; // A kill may have left a name that is not durable.
        isUnforced[index] = true;
        long end = 0;
        long length;
        try (DiskFile file = disk.openForReading(file(index))) {
            length = file.length();
            ByteBuffer window = ByteBuffer.allocate(WINDOW_REQUESTS * TakenRequest.BYTES);
            int whole = fill(window, file, 0);
            int at = 0;
            while (at < whole && isNext(window.array(), at, end, logEnd)) {
                TakenRequest request = TakenRequest.read(window.array(), at);
                each.accept(request);
                end = request.end();
                counts[index]++;
                at += TakenRequest.BYTES;
                if (at == whole) {
                    whole = fill(window, file, offset(counts[index]));
                    at = 0;
                }
            }
        }
        if (length > offset(counts[index])) {
            try (DiskFile file = disk.open(file(index))) {
                file.truncate(offset(counts[index]));
                file.force();
            }
        }
        return end;
    }

    private static boolean isNext(byte[] bytes, int at, long end, long logEnd) {
        if (!TakenRequest.isAt(bytes, at)) {
            return false;
        }
        TakenRequest request = TakenRequest.read(bytes, at);
        return request.position() >= end && request.end() <= logEnd;
    }

    /// Returns how many bytes of whole requests there are.
    private static int fill(ByteBuffer window, DiskFile file, long offset) throws IOException {
        window.clear();
        Segment.readFully(file, window, offset);
        return window.position() / TakenRequest.BYTES * TakenRequest.BYTES;
    }

    /// What there is at some moment.
    private record Snapshot(byte[] gathered, int[] counts, int newest) {}

    private Snapshot snapshot() {
        lock.lock();
        try {
            byte[] inMemory = Arrays.copyOf(gathered, gatheredCount * TakenRequest.BYTES);
            return new Snapshot(inMemory, counts.clone(), current);
        } finally {
            lock.unlock();
        }
    }

    /// Tells of every request.
    void each(Consumer<TakenRequest> visitor) throws IOException {
        Snapshot now = snapshot();
        each(now.gathered(), now.gathered().length, visitor);
        for (int i = 0; i < now.counts().length; i++) {
            if (now.counts()[i] > 0) {
                each(i, now.counts()[i], visitor);
            }
        }
    }

    private void each(int index, int count, Consumer<TakenRequest> visitor) throws IOException {
        try (DiskFile file = disk.openForReading(file(index))) {
            ByteBuffer window = ByteBuffer.allocate(WINDOW_REQUESTS * TakenRequest.BYTES);
            for (int first = 0; first < count; first += WINDOW_REQUESTS) {
                each(window.array(), fill(window, file, offset(first)), visitor);
            }
        }
    }

    private static void each(byte[] in, int bytes, Consumer<TakenRequest> visitor) {
        for (int at = 0; at < bytes; at += TakenRequest.BYTES) {
            if (TakenRequest.isAt(in, at)) {
                visitor.accept(TakenRequest.read(in, at));
            }
        }
    }

    /// The position of a request that is like this one, if one was added.
    OptionalLong find(TakenRequest asked) throws IOException {
        Snapshot now = snapshot();
        OptionalLong found = find(asked, now.gathered(), now.gathered().length);
        int older = 1 - now.newest();
        if (found.isEmpty()) {
            found = find(asked, now.newest(), now.counts()[now.newest()]);
        }
        return found.isEmpty() ? find(asked, older, now.counts()[older]) : found;
    }

    /// What is emptied or written to meanwhile is whole, or does not count.
    private OptionalLong find(TakenRequest asked, int index, int count) throws IOException {
        if (count == 0) {
            return OptionalLong.empty();
        }
        try (DiskFile file = disk.openForReading(file(index))) {
            ByteBuffer window = ByteBuffer.allocate(WINDOW_REQUESTS * TakenRequest.BYTES);
            OptionalLong found = OptionalLong.empty();
            for (int at = 0; at < count && found.isEmpty(); at += WINDOW_REQUESTS) {
                found = find(asked, window.array(), fill(window, file, offset(at)));
            }
            return found;
        }
    }

    private static OptionalLong find(TakenRequest asked, byte[] in, int bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(in);
        for (int at = 0; at < bytes; at += TakenRequest.BYTES) {
            if (buffer.getLong(at) == asked.high() && TakenRequest.isAt(in, at)) {
                TakenRequest request = TakenRequest.read(in, at);
                if (request.isLike(asked)) {
                    return OptionalLong.of(request.position());
                }
            }
        }
        return OptionalLong.empty();
    }
}
