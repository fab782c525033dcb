package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.LostAndFound;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;

/// Holds the folders of logs against the streams at a start. A folder that no stream names is
/// removed when its deletion was written down, and else kept in [LostAndFound]; one that a stream
/// names and that lies there is moved back. For one thread, before any log is used.
final class StoredLogs {
    private static final Logger LOG = System.getLogger(StoredLogs.class.getName());

    private final Logs logs;
    private final Path root;
    private final Disk disk;
    private final LostAndFound aside;

    StoredLogs(Logs logs, Path root, Disk disk) {
        this.logs = logs;
        this.root = root;
        this.disk = disk;
        this.aside = new LostAndFound(disk, Objects.requireNonNullElse(root.getParent(), root));
    }

    void sortOut(Set<String> known, Set<String> doomed) throws IOException {
        for (String log : aside.names(root)) {
            takeBack(log, known);
        }
        for (String log : logs.stored()) {
            if (!known.contains(ProcessedLog.streamsOwn(log))) {
                remove(log, doomed.contains(ProcessedLog.streamsOwn(log)));
            }
        }
        aside.settle();
    }

    private void takeBack(String log, Set<String> known) throws IOException {
        Path folder = root.resolve(log);
        String found = "the log %s (%s)".formatted(log, contents(aside.placeOf(folder)));
        if (known.contains(ProcessedLog.streamsOwn(log))
                && !disk.exists(folder)
                && aside.putBack(folder)) {
            LOG.log(Level.INFO, "Moved back from " + aside.placeOf(root) + ": " + found);
        } else {
            LOG.log(
                    Level.WARNING,
                    "%s still holds %s, kept at an earlier start. When nobody misses it, delete that folder"
                            .formatted(aside.placeOf(root), found));
        }
    }

    private void remove(String log, boolean isDoomed) throws IOException {
        if (isDoomed) {
            logs.delete(log);
            LOG.log(Level.INFO, "Removed the log " + log + ", whose delivery stream was deleted");
            return;
        }
        Path folder = root.resolve(log);
        String found = "the log %s (%s)".formatted(log, contents(folder));
        String place = aside.placeOf(folder).toString();
        try {
            aside.keep(folder);
        } catch (IOException e) {
            place = "its place, since it cannot be moved (" + e.getMessage() + ")";
        }
        LOG.log(
                Level.WARNING,
                "No delivery stream names %s. It is kept in %s. The catalog has lost its stream, or was replaced by another: put the newest catalog.db back and start again, and the log is moved back by itself; or, when nobody misses its records, delete that folder"
                        .formatted(found, place));
    }

    /// `3 files, 10,820 bytes, last written 2026-11-23T10:05:00Z`
    private String contents(Path folder) {
        long bytes = 0;
        long files = 0;
        Instant latest = Instant.EPOCH;
        try {
            for (Path name : disk.list(folder)) {
                Path file = folder.resolve(name);
                try (DiskFile opened = disk.openForReading(file)) {
                    bytes += opened.length();
                }
                files++;
                Instant written = disk.lastModified(file);
                latest = written.isAfter(latest) ? written : latest;
            }
        } catch (IOException e) {
            return "which cannot be read: " + e;
        }
        return "%,d %s, %,d bytes, last written %s"
                .formatted(
                        files,
                        files == 1 ? "file" : "files",
                        bytes,
                        latest.truncatedTo(ChronoUnit.SECONDS));
    }
}
