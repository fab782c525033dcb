package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The one document that the reader of a log keeps beside it. It is replaced as a whole: written
/// to a new file, forced, and renamed over the old one.
///
///     hydrant checkpoint 1 crc32c=%08x\n
///     the document, to the end of the file
final class CheckpointFile {
    private static final String TITLE = "hydrant checkpoint 1 crc32c=%08x\n";
    private static final int TITLE_BYTES = TITLE.formatted(0).length();

    private final Disk disk;
    private final Path directory;

    CheckpointFile(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    private Path file() {
        return directory.resolve("checkpoint");
    }

    /// Durable when this returns.
    void write(byte[] document) throws IOException {
        Path draft = directory.resolve("checkpoint.new");
        disk.delete(draft);
        try (DiskFile file = disk.create(draft)) {
            file.write(ByteBuffer.wrap(content(document)), 0);
            file.force();
        }
        disk.rename(draft, file());
        disk.sync(directory);
    }

    private static byte[] content(byte[] document) {
        byte[] title = title(document);
        return ByteBuffer.allocate(title.length + document.length).put(title).put(document).array();
    }

    private static byte[] title(byte[] document) {
        return TITLE.formatted(Frame.checksum(document, 0, document.length))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Keeps an empty document, so that it is noticed when the file goes missing.
    void writeFirst() throws IOException {
        if (!disk.exists(file())) {
            write(new byte[0]);
        }
    }

    /// Like [#read], but the file must be there.
    Optional<byte[]> readExpected() throws IOException {
        if (!disk.exists(file())) {
            throw new LogDamagedException(file(), 0, "a checkpoint", "no file");
        }
        return read();
    }

    /// Empty when none was written, or only the first.
    ///
    /// @throws LogDamagedException when it is not what was written
    Optional<byte[]> read() throws IOException {
        if (!disk.exists(file())) {
            return Optional.empty();
        }
        ByteBuffer content;
        try (DiskFile file = disk.openForReading(file())) {
            content = ByteBuffer.allocate((int) file.length());
            Segment.readFully(file, content, 0);
        }
        byte[] title = new byte[Math.min(TITLE_BYTES, content.flip().remaining())];
        content.get(title);
        byte[] document = new byte[content.remaining()];
        content.get(document);
        if (!java.util.Arrays.equals(title, title(document))) {
            throw new LogDamagedException(
                    file(),
                    0,
                    new String(title(document), StandardCharsets.US_ASCII).strip(),
                    new String(title, StandardCharsets.US_ASCII).strip());
        }
        return Optional.of(document).filter(bytes -> bytes.length > 0);
    }
}
