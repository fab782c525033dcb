package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A trimmed segment of a busy log, kept for the next one: forcing bytes onto blocks that a file
/// has already costs the kernel about half of what new blocks do. At most one, and never found
/// again after a start. Safe for use by one thread that trims and one that writes.
final class SpareSegment {
    private static final Path NAME = Path.of("spare");

    private enum State {
        NONE,
        KEPT,
        /// Somebody makes something of it.
        TAKEN,
        /// A call failed: the file may be there, but nobody relies on it.
        UNKNOWN
    }

    private final Disk disk;
    private final Path directory;
    private final AtomicReference<State> state = new AtomicReference<>(State.NONE);

    SpareSegment(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// Whether a file in a log's directory is a spare that a stop left behind.
    static boolean isName(Path name) {
        return name.equals(NAME);
    }

    private Path file() {
        return directory.resolve(NAME);
    }

    /// Keeps the file of a trimmed segment, unless there is a spare already. Whether it did; the
    /// segment's file is then gone.
    boolean keep(Segment segment) throws IOException {
        State before = state.get();
        if (before == State.KEPT || before == State.TAKEN) {
            return false;
        }
        state.set(State.UNKNOWN);
        try {
            disk.rename(segment.file(), file());
        } catch (NoSuchFileException e) {
            return false; // An earlier attempt failed after it had taken effect.
        }
        state.set(State.KEPT);
        return true;
    }

    /// Makes the spare a new segment, if there is one; durable when this returns.
    Optional<Segment> take(LogPoint start, int salt) throws IOException {
        if (!state.compareAndSet(State.KEPT, State.TAKEN)) {
            return Optional.empty();
        }
        State after = State.UNKNOWN;
        try {
            Segment segment = Segment.recycle(disk, directory, file(), start, salt);
            after = State.NONE;
            return Optional.of(segment);
        } finally {
            state.set(after);
        }
    }

    /// Gives back its disk.
    void drop() throws IOException {
        if (state.compareAndSet(State.KEPT, State.TAKEN)
                || state.compareAndSet(State.UNKNOWN, State.TAKEN)) {
            State after = State.UNKNOWN;
            try {
                disk.delete(file());
                after = State.NONE;
            } finally {
                state.set(after);
            }
        }
    }
}
