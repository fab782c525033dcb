package io.hydrant.cli.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// What a file is, whatever its name: its inode, which outlives renames and restarts, and how it
/// begins, since a new file may be given the inode of one that is gone.
///
/// @param beginningBytes how many bytes the checksum is over; 0 for a file that was empty
/// @param checksum CRC32C
record FileIdentity(long inode, int beginningBytes, int checksum) {
    private static final int MOST_BYTES = 256;

    static FileIdentity of(Path file, FileChannel channel) throws IOException {
        return of(inodeOf(file), channel, MOST_BYTES);
    }

    static long inodeOf(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino");
    }

    private static FileIdentity of(long inode, FileChannel channel, int mostBytes)
            throws IOException {
        ByteBuffer beginning = ByteBuffer.allocate(mostBytes);
        while (beginning.hasRemaining()) {
            if (channel.read(beginning, beginning.position()) < 0) {
                break;
            }
        }
        CRC32C checksum = new CRC32C();
        checksum.update(beginning.flip());
        return new FileIdentity(inode, beginning.limit(), (int) checksum.getValue());
    }

    /// Whether this is the file that is open, which may have grown since.
    boolean isOf(long inodeNow, FileChannel channel) throws IOException {
        return inode == inodeNow && equals(of(inode, channel, beginningBytes));
    }

    boolean isComplete() {
        return beginningBytes == MOST_BYTES;
    }

    /// The same file, by more of its beginning.
    FileIdentity grown(FileChannel channel) throws IOException {
        return isComplete() ? this : of(inode, channel, MOST_BYTES);
    }
}
