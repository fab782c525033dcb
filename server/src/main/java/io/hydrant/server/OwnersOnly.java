package io.hydrant.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Sees to it that a data directory is for its owner only: it holds other people's records, and
/// secret keys in clear. What is made is made so; what was made by an earlier version, or by hand,
/// is mended at a start. The folder itself is left alone when it holds other things than ours: then
/// others have a reason to look into it, and our files in it are closed to them all the same.
final class OwnersOnly {
    private static final Logger LOG = System.getLogger(OwnersOnly.class.getName());

    /// How many are named.
    private static final int TOLD = 20;

    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    private static final Set<String> OURS =
            Set.of(
                    "credentials",
                    "catalog.db",
                    "catalog.db-wal",
                    "catalog.db-shm",
                    "catalog.mark",
                    "metrics.db",
                    "metrics.db-wal",
                    "metrics.db-shm",
                    "metrics.db.damaged",
                    "logs.db",
                    "logs.db-wal",
                    "logs.db-shm",
                    "log",
                    "log.moved",
                    "s3",
                    "tls",
                    "keys",
                    "lost+found",
                    "lock",
                    "running",
                    "database",
                    "database.mark",
                    "backup.taken",
                    "backup.unfinished",
                    "sending"); // of `hydrant send`, in the usual place

    private OwnersOnly() {}

    /// For making a file that only its owner may read and write.
    static FileAttribute<?>[] ofFile(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Closes what others may look into. What cannot be closed is told, and left.
    static void mend(DataFolder data) throws IOException {
        if (!isPosix(data.root())) {
            return;
        }
        List<String> strangers = new ArrayList<>();
        List<String> mended = new ArrayList<>();
        for (Path entry : entries(data.root())) {
            String name = String.valueOf(entry.getFileName());
            if (!OURS.contains(name)) {
                strangers.add(name);
            } else {
                closeAll(entry, mended);
            }
        }
        if (isOpen(data.root())) {
            closeRoot(data.root(), strangers, mended);
        }
        if (!mended.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "Others could read these, which is for their owner only now: "
                            + String.join(", ", mended.subList(0, Math.min(TOLD, mended.size())))
                            + (mended.size() > TOLD
                                    ? " and %,d more".formatted(mended.size() - TOLD)
                                    : ""));
        }
    }

    /// All that is below, but for the blobs one by one: there may be millions, and their folders
    /// are closed.
    private static void closeAll(Path top, List<String> mended) throws IOException {
        Path start = Files.isSymbolicLink(top) && Files.exists(top) ? top.toRealPath() : top;
        Files.walkFileTree(
                start,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        mend(folder, mended);
                        return isOfBlobs(folder)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        mend(file, mended);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        LOG.log(
                                Level.WARNING,
                                "Whether others can read %s cannot be found out: %s"
                                        .formatted(file, failure));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static boolean isOfBlobs(Path folder) {
        Path parent = folder.getParent();
        return parent != null && parent.endsWith("blobs");
    }

    private static void mend(Path entry, List<String> mended) throws IOException {
        if (isOpen(entry)) {
            close(entry).ifPresent(mended::add);
        }
    }

    private static void closeRoot(Path root, List<String> strangers, List<String> mended) {
        if (strangers.isEmpty()) {
            close(root).ifPresent(mended::add);
        } else {
            LOG.log(
                    Level.WARNING,
                    "%s may be entered by others (%s), and is left so since it holds other things: %s. What Hydrant keeps in it is for its owner only. Better give it a folder of its own with --data"
                            .formatted(
                                    root,
                                    modes(root),
                                    String.join(
                                            ", ",
                                            strangers.subList(0, Math.min(3, strangers.size())))));
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static boolean isOpen(Path file) throws IOException {
        Set<PosixFilePermission> now = EnumSet.noneOf(PosixFilePermission.class);
        if (!Files.isSymbolicLink(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            now.addAll(Files.getPosixFilePermissions(file));
        }
        return now.stream().anyMatch(OF_OTHERS::contains);
    }

    /// What it was; empty when it could not be changed.
    private static Optional<String> close(Path file) {
        String before = modes(file);
        try {
            Set<PosixFilePermission> owners = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            owners.removeAll(OF_OTHERS);
            Files.setPosixFilePermissions(file, owners);
            return Optional.of(file + " (" + before + ")");
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "%s can be read by others (%s), and that cannot be changed (%s). It holds records and secrets: see to its owner and modes"
                            .formatted(file, before, e));
            return Optional.empty();
        }
    }

    private static String modes(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            return "?";
        }
    }
}
