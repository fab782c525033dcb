package io.hydrant.columnar.reading;

import java.io.IOException;

/// How much of the heap one file may take at once. What does not fit is refused before it is tried:
/// a file of a few bytes can say that it needs gigabytes. Used by one thread.
final class Room {
    private final long all;
    private long left;

    Room(long bytes) {
        this.all = bytes;
        this.left = bytes;
    }

    long all() {
        return all;
    }

    void take(long bytes) throws IOException {
        if (bytes < 0) {
            throw UnreadableFileException.damaged("something in it has less than no bytes");
        }
        if (bytes > left) {
            throw new UnreadableFileException(
                    "The file needs more memory at once than the %,d bytes that it may have."
                            .formatted(all));
        }
        left -= bytes;
    }

    void give(long bytes) {
        left += bytes;
    }

    /// What is read at once for each of so many columns or streams, at most.
    int bufferBytes(int runs) {
        return Math.clamp(all / 8 / Math.max(1, runs), 4 << 10, 1 << 20);
    }
}
