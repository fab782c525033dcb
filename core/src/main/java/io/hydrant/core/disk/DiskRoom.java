package io.hydrant.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps what clients send from filling the disk to the last byte: delivery and the databases need
/// a little room to note what they have done, and only they free the disk again. Safe for use from
/// many threads.
public final class DiskRoom {
    /// What clients may not take: room for checkpoints, indexes, and the objects of a small
    /// backlog.
    public static final long RESERVED_BYTES = 32L * 1024 * 1024;

    /// The disk is asked again after so many bytes: others write to it as well.
    private static final long ASK_AFTER_BYTES = 1024 * 1024;

    private final Disk disk;
    private final Path directory;
    private final long reservedBytes;
    private final AtomicLong allowedBytes = new AtomicLong();

    public DiskRoom(Disk disk, Path directory, long reservedBytes) {
        this.disk = disk;
        this.directory = directory;
        this.reservedBytes = reservedBytes;
    }

    /// @throws DiskTroubleException when writing so many bytes would leave less than what is
    ///   reserved
    public void claim(long bytes) throws IOException {
        if (allowedBytes.addAndGet(-bytes) >= 0) {
            return;
        }
        long freeBytes = disk.usableSpace(directory) - reservedBytes;
        if (freeBytes < bytes) {
            throw new DiskTroubleException(
                    "The disk of %s is full: %d bytes are left, %d of them are reserved"
                            .formatted(directory, freeBytes + reservedBytes, reservedBytes));
        }
        allowedBytes.set(Math.min(freeBytes - bytes, ASK_AFTER_BYTES));
    }

    /// The same for what has to be written before something else is given back: it may take half of
    /// what is reserved.
    ///
    /// @throws DiskTroubleException when writing so many bytes would leave less than the other half
    public void claimOfReserve(long bytes) throws IOException {
        long freeBytes = disk.usableSpace(directory);
        if (freeBytes - reservedBytes / 2 < bytes) {
            throw new DiskTroubleException(
                    "The disk of %s is full: %d bytes are left, half of %d of them are reserved"
                            .formatted(directory, freeBytes, reservedBytes));
        }
    }
}
