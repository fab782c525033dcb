package io.hydrant.cli.follow;

import io.hydrant.cli.program.CommandFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/// A file that is being followed: open, so that it can be read to its end after it was renamed or
/// deleted. Used by one thread.
final class FollowedFile implements AutoCloseable {
    /// Read at a time.
    private static final int PIECE_BYTES = 1 << 20;

    /// A row that has not ended by then has an open quote, or is none.
    private static final int LARGEST_ROW_BYTES = 8 << 20;

    private final FileChannel channel;
    private Path file;
    private FileIdentity identity;
    private long offset;
    private long lines;

    /// Empty while a file of that name is there.
    private Optional<Long> rotatedAtNanos = Optional.empty();

    private FollowedFile(Path file, FileChannel channel, FileIdentity identity) {
        this.file = file;
        this.channel = channel;
        this.identity = identity;
    }

    /// A file that nothing is known of: from its first row.
    static FollowedFile fresh(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new FollowedFile(file, channel, FileIdentity.of(file, channel));
    }

    /// A file that was followed before, when this is it and it was not cut.
    static Optional<FollowedFile> known(Path file, FilePlace place) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        if (place.identity().isOf(FileIdentity.inodeOf(file), channel)
                && place.offset() <= channel.size()) {
            FollowedFile found = new FollowedFile(file, channel, place.identity());
            found.offset = place.offset();
            found.lines = place.lines();
            return Optional.of(found);
        }
        channel.close();
        return Optional.empty();
    }

    Path file() {
        return file;
    }

    long inode() {
        return identity.inode();
    }

    long offset() {
        return offset;
    }

    long lines() {
        return lines;
    }

    FilePlace place() {
        return new FilePlace(file, identity, offset, lines);
    }

    /// It has this name now.
    void isNow(Path name) {
        file = name;
        rotatedAtNanos = Optional.empty();
    }

    /// Its name is another file's now, or nobody's.
    void isRotated() {
        if (rotatedAtNanos.isEmpty()) {
            rotatedAtNanos = Optional.of(System.nanoTime());
        }
    }

    /// How long ago it was rotated; empty when it was not.
    Optional<Long> nanosSinceRotation() {
        return rotatedAtNanos.map(then -> System.nanoTime() - then);
    }

    /// Whether it was emptied, or overwritten with something else: then it is another file.
    boolean isReplaced() throws IOException {
        return channel.size() < offset || !identity.isOf(identity.inode(), channel);
    }

    boolean hasMore() throws IOException {
        return channel.size() > offset;
    }

    /// Bytes of whole rows from the offset on.
    ///
    /// @param end offset behind them
    record Rows(byte[] bytes, long end) {}

    /// The next rows that are whole; empty when there are none yet.
    ///
    /// @param isComplete whether nothing will be added, so that what follows the last line feed is
    ///   a row too
    /// @throws CommandFailure when a row does not end
    Optional<Rows> next(RowEnds rowEnds, boolean isComplete) throws IOException {
        identity = identity.grown(channel);
        int size = PIECE_BYTES;
        while (true) {
            byte[] bytes = read(offset, size);
            int end = rowEnds.in(bytes, bytes.length, Integer.MAX_VALUE).end();
            boolean isAll = bytes.length < size;
            if (end == 0 && isAll && isComplete && bytes.length > 0) {
                end = bytes.length;
            }
            if (end > 0) {
                return Optional.of(new Rows(Arrays.copyOf(bytes, end), offset + end));
            }
            if (isAll) {
                return Optional.empty();
            }
            if (size >= LARGEST_ROW_BYTES) {
                throw new CommandFailure(
                        "%s has a row from line %d on that does not end within %d MiB."
                                .formatted(file, lines + 1, LARGEST_ROW_BYTES >> 20),
                        "Is a quote open? --quote none reads quotes as any other character.");
            }
            size *= 2;
        }
    }

    /// The bytes of a piece that was under way when an earlier life ended.
    Rows piece(FollowState.Piece piece) throws IOException {
        byte[] bytes = read(piece.from(), (int) (piece.to() - piece.from()));
        if (bytes.length < piece.to() - piece.from()) {
            throw new EOFException(file + " is shorter than it was");
        }
        return new Rows(bytes, piece.to());
    }

    /// Its first bytes, which may tell its encoding.
    byte[] head() throws IOException {
        return read(0, 4);
    }

    /// The first row, which names the columns.
    Optional<Rows> heading(RowEnds rowEnds) throws IOException {
        byte[] bytes = read(0, PIECE_BYTES);
        int end = rowEnds.in(bytes, bytes.length, 1).end();
        return end == 0 ? Optional.empty() : Optional.of(new Rows(Arrays.copyOf(bytes, end), end));
    }

    /// These rows are acknowledged.
    void isSent(Rows rows) {
        offset = rows.end();
        for (byte b : rows.bytes()) {
            if (b == '\n') {
                lines++;
            }
        }
    }

    private byte[] read(long from, int most) throws IOException {
        long available = Math.clamp(channel.size() - from, 0, most);
        ByteBuffer into = ByteBuffer.allocate((int) available);
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position()) < 0) {
                break;
            }
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
