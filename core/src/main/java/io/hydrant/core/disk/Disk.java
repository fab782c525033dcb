package io.hydrant.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// The file calls we make, and when what they did survives a power cut. Two implementations: the
/// real one, and a fake that forgets what was not forced. Safe for use from many threads on
/// different files.
public interface Disk {

    /// Creates the directory and its missing parents, for their owner only; durable when this
    /// returns.
    void createDirectories(Path directory) throws IOException;

    /// Opens a new file, of its owner only, for writing and reading. Its name is durable only after
    /// [#sync] of its directory.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when there is one
    DiskFile create(Path file) throws IOException;

    /// Like [#create], for a file that is large and not read soon: where that is possible its bytes
    /// take no room in the system's page cache, if they are written in pieces as [WriteBuffers] are
    /// and to offsets that are multiples of their size. For one thread.
    DiskFile createUncached(Path file) throws IOException;

    /// Opens an existing file for writing and reading.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    DiskFile open(Path file) throws IOException;

    /// Opens an existing file for reading only.
    DiskFile openForReading(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    /// When the file's bytes were last written, as the file system tells.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    Instant lastModified(Path file) throws IOException;

    /// The names in the directory, sorted.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such directory
    List<Path> list(Path directory) throws IOException;

    /// The names in the directory as text, sorted; none when there is no such directory.
    default List<String> names(Path directory) throws IOException {
        try {
            return list(directory).stream().map(Path::toString).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /// Renames a file or a directory atomically. A file replaces what is at `to`; a directory needs
    /// the place to be free. Durable only after [#sync] of the directory (of both, when they
    /// differ).
    void rename(Path from, Path to) throws IOException;

    /// Deletes the file, or the empty directory, if it exists. Durable only after [#sync] of the
    /// directory it was in.
    void delete(Path file) throws IOException;

    /// Forces the directory's entries: what was created, renamed and deleted in it.
    void sync(Path directory) throws IOException;

    /// Bytes that can still be written here.
    long usableSpace(Path directory) throws IOException;

    /// An open file. Offsets are given with every call, so that readers need no lock.
    interface DiskFile extends AutoCloseable {
        /// Reads up to `into.remaining()` bytes; -1 at the end of the file.
        int read(ByteBuffer into, long offset) throws IOException;

        /// Writes all of `from`.
        void write(ByteBuffer from, long offset) throws IOException;

        /// Forces what was written, and the file's length, to stable storage.
        void force() throws IOException;

        void truncate(long lengthBytes) throws IOException;

        long length() throws IOException;

        @Override
        void close() throws IOException;
    }
}
