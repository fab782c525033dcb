package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// One file of a log: a header, then frames. It is named after the position of its first record,
/// in 20 digits. Integers are big-endian.
///
///     at  bytes  field
///      0      8  magic "HydrLog" and the format's version: 1, or 2 when bytes of another segment
///                may follow the last frame
///      8      8  position of the first record
///     16      8  bytes of payload in the log before it
///     24      4  salt of its frames' checksums, random
///     28      4  CRC32C of the bytes before
///     32      …  frames
///
/// The header is forced, and the directory too, before the first frame is written; and a segment
/// is forced to its end before the next one is begun. Frames of the segment that a file was before
/// do not count, since their salt is another.
///
/// @param recycled whether the file was another segment before
record Segment(Path file, LogPoint start, int salt, boolean recycled) {
    static final int HEADER_BYTES = 32;
    private static final long FRESH = 0x48796472_4C6F6701L;
    private static final long RECYCLED = 0x48796472_4C6F6702L;
    private static final int CHECKED_BYTES = 28;
    private static final String SUFFIX = ".log";
    private static final int DIGITS = 20;

    static boolean isName(Path name) {
        return name.toString().matches("\\d{" + DIGITS + "}\\" + SUFFIX);
    }

    /// The position in a segment's name.
    static long firstPosition(Path name) {
        return Long.parseLong(name.toString().substring(0, DIGITS));
    }

    static Path file(Path directory, long firstPosition) {
        return directory.resolve(("%0" + DIGITS + "d").formatted(firstPosition) + SUFFIX);
    }

    /// Creates a segment; durable when this returns. What an earlier attempt left is replaced.
    static Segment create(Disk disk, Path directory, LogPoint start, int salt) throws IOException {
        Path file = file(directory, start.position());
        disk.delete(file);
        try (DiskFile created = disk.create(file)) {
            created.write(header(FRESH, start, salt), 0);
            created.force();
        }
        disk.sync(directory);
        return new Segment(file, start, salt, false);
    }

    /// Makes a segment of a file that was another one; durable when this returns. What an earlier
    /// attempt left is replaced.
    static Segment recycle(Disk disk, Path directory, Path spare, LogPoint start, int salt)
            throws IOException {
        Path file = file(directory, start.position());
        // The name that it had must be gone for good before the file becomes something else.
        disk.sync(directory);
        try (DiskFile opened = disk.open(spare)) {
            opened.write(header(RECYCLED, start, salt), 0);
            opened.force();
        }
        disk.rename(spare, file);
        disk.sync(directory);
        return new Segment(file, start, salt, true);
    }

    private static ByteBuffer header(long magicAndVersion, LogPoint start, int salt) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(magicAndVersion).putLong(start.position()).putLong(start.payloadBytes());
        header.putInt(salt).putInt(Frame.checksum(header.array(), 0, CHECKED_BYTES));
        return header.flip();
    }

    /// Reads a segment's header; empty when the file is no longer than a header and has no valid
    /// one, which is what a crash leaves of a segment that was being created.
    static Optional<Segment> open(Disk disk, Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        long length;
        try (DiskFile opened = disk.openForReading(file)) {
            length = opened.length();
            readFully(opened, header, 0);
        }
        byte[] bytes = header.array();
        int checksum = Frame.checksum(bytes, 0, CHECKED_BYTES);
        header.clear();
        long kind = header.getLong(0);
        if (header.remaining() <= length
                && header.getInt(CHECKED_BYTES) == checksum
                && (kind == FRESH || kind == RECYCLED)
                && header.getLong(8) == firstPosition(file.getFileName())) {
            return Optional.of(
                    new Segment(
                            file,
                            new LogPoint(header.getLong(8), header.getLong(16)),
                            header.getInt(24),
                            kind == RECYCLED));
        }
        if (length <= HEADER_BYTES) {
            return Optional.empty();
        }
        throw new LogDamagedException(
                file,
                0,
                "the header of a segment that begins at position "
                        + firstPosition(file.getFileName()),
                "magic %016x, position %d".formatted(kind, header.getLong(8)));
    }

    /// Reads until the buffer is full or the file ends.
    static void readFully(DiskFile file, ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int read = file.read(into, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }
}
