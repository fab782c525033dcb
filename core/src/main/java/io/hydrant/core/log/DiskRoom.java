package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps new records from filling the disk to the last byte: delivery needs a little room to note
/// what it has done, and only delivery frees the disk again. Safe for use from many threads.
final class DiskRoom {
    /// The disk is asked again after so many bytes: others write to it as well.
    private static final long ASK_AFTER_BYTES = 1024 * 1024;

    private final Disk disk;
    private final Path directory;
    private final long reservedBytes;
    private final AtomicLong allowedBytes = new AtomicLong();

    DiskRoom(Disk disk, Path directory, long reservedBytes) {
        this.disk = disk;
        this.directory = directory;
        this.reservedBytes = reservedBytes;
    }

    /// @throws IOException when writing so many bytes would leave less than what is reserved
    void claim(long bytes) throws IOException {
        if (allowedBytes.addAndGet(-bytes) >= 0) {
            return;
        }
        long freeBytes = disk.usableSpace(directory) - reservedBytes;
        if (freeBytes < bytes) {
            throw new IOException(
                    "The disk of %s is full: %d bytes are left, %d of them are reserved"
                            .formatted(directory, freeBytes + reservedBytes, reservedBytes));
        }
        allowedBytes.set(Math.min(freeBytes - bytes, ASK_AFTER_BYTES));
    }
}
