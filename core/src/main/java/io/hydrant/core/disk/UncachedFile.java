package io.hydrant.core.disk;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A file whose whole blocks go past the page cache where the file system allows that. What is no
/// whole block, and whatever comes in a buffer that is not aligned, goes through it. For one
/// thread.
final class UncachedFile implements DiskFile {
    /// A multiple of what devices and file systems want; those that want more get no such writes.
    private static final int BLOCK_BYTES = WriteBuffers.ALIGNMENT_BYTES;

    /// Of the JDK, which exports it and yet warns of its own name. Empty in a JDK that lacks it.
    private static final Optional<OpenOption> DIRECT = direct();

    private final DiskFile cached;
    private @Nullable FileChannel past;

    /// @param cached the same file, just created
    UncachedFile(Path file, DiskFile cached) {
        this.cached = cached;
        this.past = open(file);
    }

    private static Optional<OpenOption> direct() {
        try {
            return Stream.of(
                            Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static @Nullable FileChannel open(Path file) {
        if (DIRECT.isEmpty()) {
            return null;
        }
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE, DIRECT.get());
        } catch (IOException | UnsupportedOperationException e) {
            return null; // Not every file system can do this.
        }
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        long at = offset + writePast(from, offset);
        cached.write(from, at);
    }

    /// Writes as many whole blocks as lie at the front of `from`, and returns how many bytes.
    private int writePast(ByteBuffer from, long offset) throws IOException {
        FileChannel channel = past;
        int blocks = from.remaining() / BLOCK_BYTES * BLOCK_BYTES;
        if (channel == null || blocks == 0 || !isAligned(from, offset)) {
            return 0;
        }
        int start = from.position();
        ByteBuffer whole = from.slice(start, blocks);
        try {
            while (whole.hasRemaining()) {
                channel.write(whole, offset + whole.position());
            }
        } catch (IOException e) {
            // Whatever the reason, the usual way finds out whether it is one against writing.
            past = null;
            channel.close();
            return 0;
        }
        from.position(start + blocks);
        return blocks;
    }

    private static boolean isAligned(ByteBuffer from, long offset) {
        return offset % BLOCK_BYTES == 0
                && from.isDirect()
                && from.alignmentOffset(from.position(), BLOCK_BYTES) == 0;
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        return cached.read(into, offset);
    }

    @Override
    public void force() throws IOException {
        cached.force();
    }

    @Override
    public void truncate(long lengthBytes) throws IOException {
        cached.truncate(lengthBytes);
    }

    @Override
    public long length() throws IOException {
        return cached.length();
    }

    @Override
    public void close() throws IOException {
        try (cached) {
            FileChannel channel = past;
            past = null;
            if (channel != null) {
                channel.close();
            }
        }
    }
}
