package io.hydrant.core.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A document that is kept beside a log: the one of a reader, or the client tokens of what was
/// trimmed. It is replaced as a whole: written to another file, forced, and renamed.
///
///     hydrant checkpoint 1 crc32c=%08x\n
///     the document and spaces, to the end of the file
///
/// A document that has an owner begins with the owner's epoch, in hexadecimal digits:
///
///     hydrant checkpoint 2 crc32c=%08x\n
///     epoch=%016x\n
///     the document and spaces, to the end of the file
///
/// The checksum is of all that follows its line. A document of version 1 has epoch 0.
///
/// A busy log replaces it a hundred times a second, and file systems take long to make and unmake
/// files. So the replaced one is kept, and the next is written over it:
///
///     checkpoint.old  what was replaced; becomes
///     checkpoint.new  what is being written; becomes
///     checkpoint      what counts; becomes checkpoint.old
///
/// When there is a new one and an old one but nothing between, the new one is whole and counts.
/// For one thread.
final class CheckpointFile {
    private static final String TITLE = "hydrant checkpoint %d crc32c=%08x\n";
    private static final int TITLE_BYTES = TITLE.formatted(1, 0).length();
    private static final int WITHOUT_EPOCH = 1;
    private static final int WITH_EPOCH = 2;
    private static final int VERSION_AT = "hydrant checkpoint ".length();
    private static final String EPOCH = "epoch=%016x\n";
    private static final int EPOCH_BYTES = EPOCH.formatted(0).length();
    private static final int EPOCH_AT = "epoch=".length();

    /// Files have multiples of this, so that most are as long as the one they replace.
    private static final int PAGE_BYTES = 1024;

    private final Disk disk;
    private final Path directory;
    private final String name;

    /// Whether the last write succeeded, so that what it replaced may be written over.
    private boolean isComplete;

    /// Of what was read or written last.
    private long epoch;

    /// @param name of the file: `checkpoint` above, that of a backup `backup-checkpoint`
    CheckpointFile(Disk disk, Path directory, String name) {
        this.disk = disk;
        this.directory = directory;
        this.name = name;
    }

    private Path file() {
        return directory.resolve(name);
    }

    private Path draft() {
        return directory.resolve(name + ".new");
    }

    private Path replaced() {
        return directory.resolve(name + ".old");
    }

    /// The epoch of what was read or written last; 0 when it has none.
    long epoch() {
        return epoch;
    }

    /// Durable when this returns. The document does not end in a space.
    void write(byte[] document) throws IOException {
        write(0, document);
    }

    /// The same of a document that has an owner.
    void write(long ownersEpoch, byte[] document) throws IOException {
        boolean mayOverwrite = isComplete;
        isComplete = false;
        if (!mayOverwrite) {
            takeBack();
        }
        writeDraft(content(ownersEpoch, document), mayOverwrite);
        boolean isFirst = !mayOverwrite && !disk.exists(file());
        if (!isFirst) {
            disk.rename(file(), replaced());
        }
        disk.rename(draft(), file());
        disk.sync(directory);
        isComplete = !isFirst;
        epoch = ownersEpoch;
    }

    /// Undoes what a write that failed, or was interrupted by a stop, has left.
    private void takeBack() throws IOException {
        if (!disk.exists(file()) && disk.exists(replaced())) {
            disk.rename(replaced(), file());
        }
        disk.delete(draft());
    }

    private void writeDraft(ByteBuffer content, boolean mayOverwrite) throws IOException {
        if (mayOverwrite) {
            disk.rename(replaced(), draft());
        }
        int length = content.remaining();
        try (DiskFile file = mayOverwrite ? disk.open(draft()) : disk.create(draft())) {
            file.write(content, 0);
            if (file.length() > length) {
                file.truncate(length);
            }
            file.force();
        }
    }

    private static ByteBuffer content(long epoch, byte[] document) {
        byte[] head = epoch == 0 ? new byte[0] : EPOCH.formatted(epoch).getBytes(US_ASCII);
        int length = TITLE_BYTES + head.length + document.length;
        boolean isFirst = document.length == 0;
        int padded = isFirst ? length : (length + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        byte[] body = new byte[padded - TITLE_BYTES];
        Arrays.fill(body, (byte) ' ');
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(document, 0, body, head.length, document.length);
        byte[] title = title(epoch == 0 ? WITHOUT_EPOCH : WITH_EPOCH, body);
        return ByteBuffer.allocate(padded).put(title).put(body).flip();
    }

    private static byte[] title(int version, byte[] body) {
        return TITLE.formatted(version, Frame.checksum(body, 0, body.length)).getBytes(US_ASCII);
    }

    /// Keeps an empty document, so that it is noticed when the file goes missing.
    void writeFirst() throws IOException {
        if (!disk.exists(file())) {
            write(new byte[0]);
        }
    }

    /// Like [#read], but the file must be there.
    Optional<byte[]> readExpected() throws IOException {
        finishReplacing();
        if (!disk.exists(file())) {
            throw new LogDamagedException(file(), 0, "a checkpoint", "no file");
        }
        return read();
    }

    /// What a stop between two renames has left undone.
    private void finishReplacing() throws IOException {
        if (isBeingReplaced()) {
            disk.rename(draft(), file());
            disk.sync(directory);
        }
    }

    /// Whether a stop came between two renames.
    boolean isBeingReplaced() throws IOException {
        return !disk.exists(file()) && disk.exists(draft()) && disk.exists(replaced());
    }

    /// Like [#read], and changes nothing when a stop came between two renames.
    Optional<byte[]> readAsFound() throws IOException {
        return isBeingReplaced() ? read(draft()) : read();
    }

    /// Like [#read], of a file that need not be there.
    Optional<byte[]> readIfAny() throws IOException {
        finishReplacing();
        return read();
    }

    /// Empty when none was written, or only the first.
    ///
    /// @throws LogDamagedException when it is not what was written
    Optional<byte[]> read() throws IOException {
        return read(file());
    }

    private Optional<byte[]> read(Path from) throws IOException {
        if (!disk.exists(from)) {
            return Optional.empty();
        }
        ByteBuffer content;
        try (DiskFile file = disk.openForReading(from)) {
            content = ByteBuffer.allocate((int) file.length());
            Segment.readFully(file, content, 0);
        }
        byte[] title = new byte[Math.min(TITLE_BYTES, content.flip().remaining())];
        content.get(title);
        byte[] body = new byte[content.remaining()];
        content.get(body);
        boolean hasEpoch = title.length > VERSION_AT && title[VERSION_AT] == '0' + WITH_EPOCH;
        byte[] expected = title(hasEpoch ? WITH_EPOCH : WITHOUT_EPOCH, body);
        if (!Arrays.equals(title, expected)) {
            throw new LogDamagedException(
                    from,
                    0,
                    new String(expected, US_ASCII).strip(),
                    new String(title, US_ASCII).strip());
        }
        epoch = hasEpoch ? epoch(body) : 0;
        byte[] document = hasEpoch ? Arrays.copyOfRange(body, EPOCH_BYTES, body.length) : body;
        return Optional.of(withoutPadding(document)).filter(bytes -> bytes.length > 0);
    }

    private static long epoch(byte[] body) {
        String digits = new String(body, EPOCH_AT, Long.BYTES * 2, US_ASCII);
        return Long.parseUnsignedLong(digits, 16);
    }

    private static byte[] withoutPadding(byte[] body) {
        int length = body.length;
        while (length > 0 && body[length - 1] == ' ') {
            length--;
        }
        return Arrays.copyOf(body, length);
    }
}
