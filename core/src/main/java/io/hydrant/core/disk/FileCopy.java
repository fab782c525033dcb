package io.hydrant.core.disk;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Copies files by way of a [Disk]. Used by one thread.
public final class FileCopy {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Disk disk;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    public FileCopy(Disk disk) {
        this.disk = disk;
    }

    /// Copies the bytes that the file has now and forces them. The new name is durable only after a
    /// sync of its directory, which exists.
    ///
    /// @return how many bytes
    /// @throws java.nio.file.NoSuchFileException when there is nothing to copy
    public long copy(Path from, Path to) throws IOException {
        try (DiskFile source = disk.openForReading(from);
                DiskFile target = disk.create(to)) {
            long length = source.length();
            long at = 0;
            while (at < length) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, length - at));
                int count = source.read(buffer, at);
                if (count < 0) {
                    throw new IOException(from + " became shorter while it was copied");
                }
                target.write(buffer.flip(), at);
                at += count;
            }
            target.force();
            return length;
        }
    }
}
