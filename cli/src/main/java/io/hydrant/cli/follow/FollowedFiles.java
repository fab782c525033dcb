package io.hydrant.cli.follow;

import io.hydrant.cli.table.InputFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The files that match the patterns now, and those that did and are not yet sent to their end.
/// Used by one thread.
final class FollowedFiles implements AutoCloseable {
    /// Programs go on writing into a file for a moment after it was renamed.
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final List<String> patterns;

    /// In the order in which they are read: those that were rotated first.
    private final List<FollowedFile> files = new ArrayList<>();

    /// Of an earlier life, and not found again yet.
    private final List<FilePlace> places;

    FollowedFiles(List<String> patterns, List<FilePlace> places) {
        this.patterns = patterns;
        this.places = new ArrayList<>(places);
    }

    List<FollowedFile> files() {
        return List.copyOf(files);
    }

    List<FilePlace> places() {
        return Stream.concat(files.stream().map(FollowedFile::place), places.stream()).toList();
    }

    Optional<FollowedFile> withInode(long inode) {
        return files.stream().filter(file -> file.inode() == inode).findFirst();
    }

    /// Looks which files there are.
    void refresh() throws IOException {
        List<Path> names = names();
        findRotatedOnes(names);
        for (FollowedFile file : List.copyOf(files)) {
            if (file.isReplaced()) {
                forget(file);
            } else {
                file.isRotated(); // unless its name is found below
            }
        }
        for (Path name : names) {
            meet(name);
        }
        for (FollowedFile file : List.copyOf(files)) {
            if (hasNothingMore(file)) {
                forget(file);
            }
        }
    }

    /// Those first that were written to least lately: what was rotated comes before what goes on.
    private List<Path> names() throws IOException {
        List<Path> names = matching();
        Map<Path, FileTime> times = new HashMap<>();
        for (Path name : names) {
            times.put(name, lastModified(name));
        }
        names.sort(Comparator.comparing(times::get));
        return names;
    }

    private static FileTime lastModified(Path name) throws IOException {
        try {
            return Files.getLastModifiedTime(name);
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0); // renamed just now
        }
    }

    private List<Path> matching() throws IOException {
        List<Path> names = new ArrayList<>();
        for (String pattern : patterns) {
            for (Path name : InputFinder.names(pattern)) {
                Path absolute = name.toAbsolutePath().normalize();
                if (!isPacked(absolute)
                        && !names.contains(absolute)
                        && Files.isRegularFile(absolute)) {
                    names.add(absolute);
                }
            }
        }
        return names;
    }

    /// What a rotation has compressed was read before.
    private static boolean isPacked(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") || name.endsWith(".zst") || name.endsWith(".zip");
    }

    private void meet(Path name) throws IOException {
        long inode;
        try {
            inode = FileIdentity.inodeOf(name);
        } catch (NoSuchFileException e) {
            return; // it was renamed just now
        }
        Optional<FollowedFile> known = withInode(inode);
        if (known.isPresent()) {
            known.get().isNow(name);
            return;
        }
        try {
            Optional<FollowedFile> earlier = openKnown(name, inode);
            files.add(earlier.isPresent() ? earlier.get() : FollowedFile.fresh(name));
        } catch (NoSuchFileException e) {
            return;
        }
    }

    /// A file of an earlier life.
    private Optional<FollowedFile> openKnown(Path name, long inode) throws IOException {
        for (FilePlace place : List.copyOf(places)) {
            if (place.identity().inode() == inode) {
                places.remove(place);
                return FollowedFile.known(name, place);
            }
        }
        return Optional.empty();
    }

    /// Files that were renamed between two lives lie beside their old name, most of the time. They
    /// are read first.
    private void findRotatedOnes(List<Path> names) throws IOException {
        for (FilePlace place : List.copyOf(places)) {
            Path folder = place.file().getParent();
            if (folder != null && Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    for (Path name : all.filter(Files::isRegularFile).toList()) {
                        if (!names.contains(name)
                                && FileIdentity.inodeOf(name) == place.identity().inode()) {
                            openKnown(name, place.identity().inode()).ifPresent(files::add);
                        }
                    }
                } catch (NoSuchFileException e) {
                    // Renamed just now: the next look finds it.
                }
            }
        }
    }

    private static boolean hasNothingMore(FollowedFile file) throws IOException {
        return isComplete(file) && !file.hasMore();
    }

    /// Whether nothing will be added to it.
    static boolean isComplete(FollowedFile file) {
        return file.nanosSinceRotation().filter(nanos -> nanos > LAST_WORDS.toNanos()).isPresent();
    }

    private void forget(FollowedFile file) throws IOException {
        files.remove(file);
        file.close();
    }

    @Override
    public void close() throws IOException {
        for (FollowedFile file : files) {
            file.close();
        }
    }
}
