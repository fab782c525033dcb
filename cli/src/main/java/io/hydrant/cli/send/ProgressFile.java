package io.hydrant.cli.send;

import io.hydrant.cli.program.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where a sending keeps how far it has come. Replaced whole and forced to disk each time, so that
/// after a kill or a power cut the file holds what was kept last or the one before. One sending at
/// a time has it. Used by one thread.
public final class ProgressFile implements AutoCloseable {
    private static final int DIGEST_SHOWN = 16;

    /// A follower's file has a line for each file that it follows.
    private static final int LARGEST = 64 << 20;

    private static final Path USUAL = Path.of(".hydrant", "sending");

    private static final boolean IS_POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path file;
    private final FileChannel lockFile;

    private ProgressFile(Path file, FileChannel lockFile) {
        this.file = file;
        this.lockFile = lockFile;
    }

    /// The usual name: the same for the same files to the same stream.
    ///
    /// @param target the server
    public static Path usual(Path home, String target, String stream, List<String> files) {
        String all = target + "\n" + stream + "\n" + String.join("\n", files);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            String name = HexFormat.of().formatHex(digest).substring(0, DIGEST_SHOWN);
            return home.resolve(USUAL).resolve(stream + "-" + name + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws CommandFailure when another sending has it
    public static ProgressFile open(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        makeFolder(Objects.requireNonNullElse(absolute.getParent(), absolute));
        Path beside = absolute.resolveSibling(absolute.getFileName() + ".lock");
        FileChannel lockFile =
                FileChannel.open(
                        beside,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        ownersOnly("rw-------"));
        try {
            if (isLocked(lockFile)) {
                throw new CommandFailure(
                        "Another hydrant sends the same files to the same stream now, and keeps its progress in "
                                + absolute
                                + ".",
                        "Wait for it, or give this one a file of its own with --progress-file.");
            }
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
        return new ProgressFile(absolute, lockFile);
    }

    /// What was made by an earlier version is closed to others; folders that are named with
    /// --progress-file are left as they are.
    private static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, ownersOnly("rwx------"));
        if (IS_POSIX && folder.endsWith(USUAL)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /// Names of files and how far they were sent are nobody else's business.
    private static FileAttribute<?>[] ownersOnly(String permissions) {
        return IS_POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // within this process
        }
    }

    public Path path() {
        return file;
    }

    /// Reads what was kept last.
    public interface Reader<T> {
        /// @throws IOException when these bytes are something else
        T read(byte[] bytes) throws IOException;
    }

    /// What was kept last.
    ///
    /// @throws CommandFailure when the file holds something else
    public <T> Optional<T> read(Reader<T> reader) throws IOException {
        byte[] bytes;
        try {
            bytes = readSome();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            if (bytes.length > LARGEST) {
                throw new IOException("it is no progress file, for it is too large");
            }
            return Optional.of(reader.read(bytes));
        } catch (IOException e) {
            throw new CommandFailure(
                    file + " cannot be used: " + e.getMessage() + ".",
                    "Name another file with --progress-file, or delete it to begin with the first row.");
        }
    }

    private byte[] readSome() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        }
    }

    /// On stable storage when this returns.
    public void write(byte[] progress) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownersOnly("rw-------"))) {
            channel.write(ByteBuffer.wrap(progress));
            channel.force(true);
        }
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(file + " is on a file system without atomic renames", e);
        }
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
